import type { KeyRing } from './key-ring.js';
import type { PublicJwk } from './key-store.js';

/** The JWK Set that verifiers elsewhere fetch: signing keys in use, kept and to come, public members only (RFC 7517 §5, §9.3). */
export function jwks(ring: KeyRing): { readonly keys: readonly PublicJwk[] } {
  return { keys: ring.accepted('signing').flatMap((key) => (key.public ? [key.public] : [])) };
}
