import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import type { KeyId } from '../../domain/ids.js';
import { Secret } from '../../domain/secret.js';
import type { Seal } from '../node/seal.js';
import { importKey, type JwsKey, type SigningAlg } from './jws-key.js';
import type { KeyPurpose, StoredKey } from './key-store.js';

/** A new key, sealed for its row alone: it opens under no other id and for no other purpose. */
export async function makeKey(
  purpose: KeyPurpose,
  alg: SigningAlg,
  seal: Seal,
  madeAt: Date,
  activeFrom: Date,
): Promise<StoredKey> {
  const jwk = purpose === 'signing' ? await signingJwk(alg) : hmacJwk();
  const key = importKey(jwk);
  if (!key) throw new Error('A key was made that cannot be used');
  const id = key.id as KeyId;
  return {
    id,
    purpose,
    sealed: seal.seal(new Secret(JSON.stringify(jwk)), seatOf(id, purpose)),
    public: key.public,
    madeAt,
    activeFrom,
    retiredAt: undefined,
  };
}

/** Undefined where it opens to something else than a key of that id; never throws at what it opened. */
export function openedKey(id: KeyId, text: Secret): JwsKey | undefined {
  const key = importKey(JSON.parse(text.reveal()) as JWK);
  return key?.id === id ? key : undefined;
}

export const seatOf = (id: KeyId, purpose: KeyPurpose) => ({ purpose: `${purpose}-key`, owner: id });

async function signingJwk(alg: SigningAlg): Promise<JWK> {
  const { privateKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  // Keys are made once: a start should not wait for what makes them.
  const { calculateJwkThumbprint } = await import('jose');
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

// As long as the hash, and no longer: nothing to gain (RFC 2104 §3).
const hmacJwk = (): JWK => ({
  kty: 'oct',
  k: randomBytes(32).toString('base64url'),
  alg: 'HS256',
  use: 'sig',
  kid: randomBytes(16).toString('base64url'),
});
