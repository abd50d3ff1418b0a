import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyId, Nonce } from '../../domain/ids.js';
import { Secret } from '../../domain/secret.js';
import { framed } from '../node/framed.js';
import type { KeyRing } from './key-ring.js';

/** What chains are made for: each has keys of its own, and its name is in every question besides. */
export type ChainUse = 'refresh' | 'device';

/** What a new chain pins: a rotation of keys ends no chain. */
export const beginChain = (ring: KeyRing, use: ChainUse): { readonly nonce: Nonce; readonly keyId: KeyId } => ({
  nonce: randomBytes(16).toString('base64url') as Nonce,
  keyId: ring.active(use).id,
});

/** `HMAC(key, use ‖ owner … ‖ generation ‖ nonce)`: HMAC-SHA-256, 256 bits. Undefined where the key is gone. */
export function chainSecret(
  ring: KeyRing,
  use: ChainUse,
  owner: readonly string[],
  generation: number,
  { nonce, keyId }: { readonly nonce: Nonce; readonly keyId: KeyId },
): Secret | undefined {
  const key = ring.byId(use, keyId);
  if (!key) return undefined;
  const question = framed(use, ...owner, String(generation), nonce);
  return new Secret(createHmac('sha256', key.verifies).update(question).digest('base64url'));
}

/** In constant time. */
export function equalSecrets(a: Secret, b: Secret): boolean {
  const [one, other] = [Buffer.from(a.reveal()), Buffer.from(b.reveal())];
  return one.length === other.length && timingSafeEqual(one, other);
}
