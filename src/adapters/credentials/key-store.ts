import type { KeyId } from '../../domain/ids.js';

/** What a key is for; no key ever serves two purposes. */
export type KeyPurpose = 'signing' | 'challenge' | 'cookie' | 'refresh' | 'link' | 'device' | 'audit' | 'index';

/** Public members only (RFC 7517 §4). */
export type PublicJwk = Readonly<Record<string, string>>;

/** A key as it is stored: its material sealed, its times in the open. */
export interface StoredKey {
  readonly id: KeyId;
  readonly purpose: KeyPurpose;
  readonly sealed: string;
  /** Signing keys only, for whoever reads the table; the ring believes the sealed half alone. */
  readonly public: PublicJwk | undefined;
  /** Published from then on. */
  readonly madeAt: Date;
  /** Used from then on, until a younger key of its purpose is. */
  readonly activeFrom: Date;
  /** Accepted until then; undefined as long as it has no successor. */
  readonly retiredAt: Date | undefined;
}

/** What the key ring needs of storage. Shared by all replicas; it never sees a key unsealed. */
export interface KeyStore {
  /** Every key there is, in no particular order. */
  all(): Promise<readonly StoredKey[]>;
  /**
   * Adds those keys whose purpose holds no key yet, all at once. However many replicas call it at the same moment, one
   * of them wins a purpose and the others add nothing to it.
   */
  begin(first: readonly StoredKey[]): Promise<void>;
  /** Adds `key` and, in the same commit, sets `retiredAt` to `formerUntil` on every other key of its purpose that has none. */
  succeed(key: StoredKey, formerUntil: Date): Promise<void>;
  /** Replaces what is sealed by the same material sealed anew, where it still is what `from` says. */
  reseal(id: KeyId, from: string, to: string): Promise<void>;
  /** Forgets keys for good; an unknown id is passed over. */
  remove(ids: readonly KeyId[]): Promise<void>;
}
