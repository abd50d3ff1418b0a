import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { Secret } from '../../domain/secret.js';
import { framed } from './framed.js';

/** What is sealed, and for whom: opened for nothing and nobody else. */
export interface Seat {
  /** Such as `totp-seed`; every purpose has an encryption key of its own. */
  readonly purpose: string;
  /** Such as an enrolment's id: sealed text moved to another row does not open there. */
  readonly owner: string;
}

export type Opened =
  | { readonly kind: 'opened'; readonly text: Secret }
  /** `unknown-key`: sealed under a SECRET_KEY that was not given. `tampered`: changed, moved, or never sealed by us. */
  | { readonly kind: 'unknown-key'; readonly keyId: string }
  | { readonly kind: 'tampered' };

const version = 's1';
const nonceBytes = 12; // 96 bits, random: SP 800-38D §8.2.2 allows 2^32 of them a key
const tagBytes = 16;
const leastKeyBytes = 32;

/** One SECRET_KEY: a name that may be seen, and an encryption key for each purpose (HKDF-SHA-256, RFC 5869). */
class SealingKey {
  readonly id: string;
  private readonly derived = new Map<string, KeyObject>();

  constructor(private readonly secretKey: Secret) {
    if (Buffer.byteLength(secretKey.reveal()) < leastKeyBytes) {
      throw new RangeError(`A sealing key needs ${leastKeyBytes} bytes or more`);
    }
    this.id = this.derive('key id', 6).toString('base64url');
  }

  for(purpose: string): KeyObject {
    const key = this.derived.get(purpose) ?? createSecretKey(this.derive(`seal ${purpose}`, 32));
    this.derived.set(purpose, key);
    return key;
  }

  private derive(info: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secretKey.reveal(), 'portcullis', info, bytes));
  }
}

/**
 * Keeps secrets at rest: AES-256-GCM under SECRET_KEY, as `s1.<key id>.<nonce, ciphertext and tag>` (ASVS 11.3.2,
 * 13.3.1). The former key opens and never seals. Throws a `RangeError` at a key shorter than 32 bytes.
 */
export class Seal {
  private readonly current: SealingKey;
  private readonly known: ReadonlyMap<string, SealingKey>;

  constructor(secretKey: Secret, former?: Secret) {
    this.current = new SealingKey(secretKey);
    const keys = former ? [new SealingKey(former), this.current] : [this.current];
    this.known = new Map(keys.map((key) => [key.id, key]));
  }

  /** The name of the key that seals; tells nothing about it. */
  get keyId(): string {
    return this.current.id;
  }

  seal(text: Secret, seat: Seat): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.current.for(seat.purpose), nonce, { authTagLength: tagBytes });
    cipher.setAAD(aad(this.current.id, seat));
    const sealed = Buffer.concat([nonce, cipher.update(text.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${version}.${this.current.id}.${sealed.toString('base64url')}`;
  }

  /** Never throws at input. */
  open(sealed: string, seat: Seat): Opened {
    const [, keyId, body] = /^s1\.([\w-]{8})\.([\w-]{38,})$/.exec(sealed) ?? [];
    if (!keyId || !body) return { kind: 'tampered' };
    const key = this.known.get(keyId);
    if (!key) return { kind: 'unknown-key', keyId };
    const bytes = Buffer.from(body, 'base64url');
    if (bytes.toString('base64url') !== body) return { kind: 'tampered' };
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key.for(seat.purpose), nonce, { authTagLength: tagBytes });
    decipher.setAAD(aad(keyId, seat));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
      return { kind: 'opened', text: new Secret(text.toString('utf8')) };
    } catch {
      return { kind: 'tampered' };
    }
  }

  /** Whether it was sealed under the key that seals now. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${version}.${this.current.id}.`);
  }
}

const aad = (keyId: string, seat: Seat): Buffer => framed('portcullis', version, keyId, seat.purpose, seat.owner);
