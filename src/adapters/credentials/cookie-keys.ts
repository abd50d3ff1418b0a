import Keygrip from 'keygrip';
import type { KeyRing } from './key-ring.js';

/** A Keygrip of the ring's cookie keys as they are now: the first signs, all of them verify. For `cookie-session`. */
export class CookieKeys implements Keygrip {
  private grip: Keygrip | undefined;
  private heldIds = '';

  constructor(private readonly ring: KeyRing) {}

  sign(data: unknown): string {
    return this.current().sign(data);
  }

  verify(data: unknown, digest: string): boolean {
    return this.index(data, digest) >= 0;
  }

  /** Which key signed; anything but 0 makes the cookie be signed anew, -1 was signed by none. */
  index(data: unknown, digest: string): number {
    return this.current().index(data, digest);
  }

  private current(): Keygrip {
    const keys = this.ring.accepted('cookie');
    const ids = keys.map((key) => key.id).join();
    if (!this.grip || ids !== this.heldIds) {
      const secrets = keys.map((key) => key.verifies.export().toString('base64url'));
      this.grip = new Keygrip(secrets, 'sha256', 'base64');
      this.heldIds = ids;
    }
    return this.grip;
  }
}
