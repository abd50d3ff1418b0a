import Keygrip from 'keygrip';
import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './key-ring.js';

/** A Keygrip of the ring's cookie keys as they are now: the first signs, all of them verify. For `cookie-session`. */
export class CookieKeys implements Keygrip {
  private grips: readonly Keygrip[] = [];
  private held: ReturnType<KeyRing['accepted']> = [];
  private heldIds = '';

  constructor(private readonly ring: KeyRing) {}

  sign(data: unknown): string {
    const [first] = this.current();
    if (!first) throw new Error('There is no key to sign cookies with');
    return first.sign(data);
  }

  verify(data: unknown, digest: string): boolean {
    return this.index(data, digest) >= 0;
  }

  /** Which key signed; anything but 0 makes the cookie be signed anew, -1 was signed by none. */
  index(data: unknown, digest: string): number {
    // Keygrip's own comparison hashes both sides anew under a random key: three times the work of signing.
    return this.current().findIndex((grip) => isEqual(grip.sign(data), digest));
  }

  get ids(): string {
    this.current();
    return this.heldIds;
  }

  private current(): readonly Keygrip[] {
    const keys = this.ring.accepted('cookie');
    if (keys !== this.held) {
      const secrets = keys.map((key) => key.verifies.export().toString('base64url'));
      this.grips = secrets.map((secret) => new Keygrip([secret], 'sha256', 'base64'));
      this.held = keys;
      this.heldIds = keys.map((key) => key.id).join();
    }
    return this.grips;
  }
}

function isEqual(one: string, other: string): boolean {
  const [own, given] = [Buffer.from(one), Buffer.from(other)];
  return own.length === given.length && timingSafeEqual(own, given);
}
