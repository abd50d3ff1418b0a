import type { KeyId, Nonce, SessionId } from '../ids.js';
import type { Secret } from '../secret.js';

/** Which refresh secret is asked for: one session, one generation, under the key the session was opened with. */
export interface RefreshChain {
  readonly sessionId: SessionId;
  readonly nonce: Nonce;
  readonly keyId: KeyId;
}

/** Keyed hashes in a chain: the same question, the same answer, so that nothing of the past need be stored. */
export interface RefreshSecrets {
  /** What a new session holds. */
  begin(): { readonly nonce: Nonce; readonly keyId: KeyId };
  /** `HMAC(key, 'refresh' ‖ session ‖ generation ‖ nonce)`. Undefined where the key is gone: the session cannot go on. */
  of(chain: RefreshChain, generation: number): Secret | undefined;
  /** The presented token's session, generation and secret; undefined where it has not the shape of one. */
  parse(
    refreshToken: Secret,
  ): { readonly sessionId: SessionId; readonly generation: number; readonly secret: Secret } | undefined;
  /** In constant time. */
  equal(a: Secret, b: Secret): boolean;
}
