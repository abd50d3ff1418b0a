import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { PublicJwk } from './key-store.js';

/** ES256 and EdDSA (Ed25519) sign what others verify; HS256 stays inside. Each spelling is the only one accepted. */
export type SigningAlg = 'ES256' | 'EdDSA';
export type JwsAlg = SigningAlg | 'HS256';

/** A key that fits exactly one algorithm (RFC 8725 §3.1). */
export interface JwsKey {
  readonly id: string;
  readonly alg: JwsAlg;
  /** As a JWS is signed; undefined where only the public half is known. */
  readonly signs: KeyObject | undefined;
  readonly verifies: KeyObject;
  /** Undefined for a symmetric key: it has no public half. */
  readonly public: PublicJwk | undefined;
}

const leastHmacBytes = 32; // as long as the hash (RFC 7518 §3.2)

/** Undefined for whatever is not plainly a signature key of one of our algorithms with a key id (RFC 7517 §4). */
export function importKey(jwk: JWK): JwsKey | undefined {
  const { kid, use, key_ops: operations } = jwk;
  if (typeof kid !== 'string' || (use !== undefined && use !== 'sig')) return undefined;
  if (operations && !operations.includes('verify')) return undefined;
  try {
    // prettier-ignore
    switch ([jwk.kty, jwk.crv, jwk.alg].join(' ')) {
      case 'EC P-256 ES256':    return asymmetric(kid, 'ES256', jwk);
      case 'OKP Ed25519 EdDSA': return asymmetric(kid, 'EdDSA', jwk);
      case 'oct  HS256':        return symmetric(kid, jwk);
      default:                  return undefined;
    }
  } catch {
    // Such as a point that is not on its curve.
    return undefined;
  }
}

function asymmetric(id: string, alg: SigningAlg, jwk: JWK): JwsKey {
  const signs = jwk.d === undefined ? undefined : signingRaw(createPrivateKey({ key: jwk, format: 'jwk' }));
  // Of a private key the public half is derived, not believed.
  const verifies = signs ? createPublicKey(signs) : createPublicKey({ key: jwk, format: 'jwk' });
  const { kty = '', crv = '', x = '', y } = verifies.export({ format: 'jwk' });
  return { id, alg, signs, verifies, public: { kty, crv, x, ...(y && { y }), kid: id, alg, use: 'sig' } };
}

/**
 * Signs R ‖ S instead of DER (RFC 7518 §3.4; Ed25519 has no other form). The key says so itself: of options with a key in
 * them Node finds out by two exceptions that they are no key, and that is a third of what a signature costs.
 */
const signingRaw = (key: KeyObject): KeyObject => Object.assign(key, { dsaEncoding: 'ieee-p1363' });

function symmetric(id: string, jwk: JWK): JwsKey | undefined {
  const bytes = Buffer.from(jwk.k ?? '', 'base64url');
  if (bytes.length < leastHmacBytes) return undefined;
  const key = createSecretKey(bytes);
  return { id, alg: 'HS256', signs: key, verifies: key, public: undefined };
}

/** Keys by id. Undefined for two of one id, and for public and symmetric keys in one set: a way to confuse them. */
export function keySet<K extends JwsKey>(keys: readonly K[]): ReadonlyMap<string, K> | undefined {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const isMixed = keys.some((key) => key.alg === 'HS256') && keys.some((key) => key.alg !== 'HS256');
  return byId.size < keys.length || isMixed ? undefined : byId;
}
