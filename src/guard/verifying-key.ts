import { createPublicKey, type KeyObject } from 'node:crypto';

/** A public key that fits exactly one algorithm (RFC 8725 §3.1). */
export interface VerifyingKey {
  readonly id: string;
  readonly alg: 'ES256' | 'EdDSA';
  readonly key: KeyObject;
}

export type VerifyingKeys = ReadonlyMap<string, VerifyingKey>;

const mostKeys = 32;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/**
 * The keys of a JWK Set (RFC 7517 §5) that can verify. Undefined where there is none, where there are too many, where two
 * share a name, or where one shows its private half: whoever published that is not to be believed.
 */
export function verifyingKeys(set: unknown): VerifyingKeys | undefined {
  const members = isObject(set) && Array.isArray(set['keys']) ? (set['keys'] as readonly unknown[]) : [];
  if (members.length === 0 || members.length > mostKeys) return undefined;
  if (members.some((member) => isObject(member) && ('d' in member || 'k' in member))) return undefined;
  const keys = members.map(verifyingKey).filter((key) => key !== undefined);
  const byId = new Map(keys.map((key) => [key.id, key]));
  return byId.size === 0 || byId.size < keys.length ? undefined : byId;
}

function verifyingKey(jwk: unknown): VerifyingKey | undefined {
  if (!isObject(jwk)) return undefined;
  const { kid: id, use, kty, crv, alg, x, y } = jwk;
  if (typeof id !== 'string' || (use !== undefined && use !== 'sig')) return undefined;
  if (typeof x !== 'string' || (y !== undefined && typeof y !== 'string')) return undefined;
  try {
    // prettier-ignore
    switch ([kty, crv, alg].join(' ')) {
      case 'EC P-256 ES256':    return { id, alg: 'ES256', key: createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y: y ?? '' }, format: 'jwk' }) };
      case 'OKP Ed25519 EdDSA': return { id, alg: 'EdDSA', key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
      default:                  return undefined;
    }
  } catch {
    // Such as a point that is not on its curve.
    return undefined;
  }
}
