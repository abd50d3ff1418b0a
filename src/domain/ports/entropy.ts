import type { Digest } from '../ids.js';
import type { Secret } from '../secret.js';

/** Kinds of secrets are hashed apart, so that a secret of one kind never fits another. */
export type SecretKind = 'challenge' | 'pending-browser' | 'cookie-session' | 'machine-token' | 'mailed-link';

export interface Entropy {
  /** 128 bits, time-ordered, URL-safe (RFC 9562 version 7). */
  id<T extends string>(): T;
  /** 256 bits. */
  secret(kind: SecretKind): { readonly secret: Secret; readonly digest: Digest };
  /** Unkeyed: what is digested has 256 bits. */
  digest(kind: SecretKind, presented: Secret): Digest;
  /** Keyed: what is digested can be guessed, such as an address, and must not be found by whoever reads the database. */
  keyedDigest(purpose: 'typed-address' | 'client-network', value: string): Digest;
}
