import { createHmac, sign, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../../src/adapters/credentials/key-ring.js';

export type Signer = (text: string) => Buffer;
type Json = Readonly<Record<string, unknown>> | string;

const part = (json: Json): string =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url');

/** Any header and any claims under any signature; text is taken as it is written. */
export function forged(header: Json, claims: Json, signer: Signer): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${signer(text).toString('base64url')}`;
}

export const es256 =
  (key: KeyObject): Signer =>
  (text) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
export const eddsa =
  (key: KeyObject): Signer =>
  (text) =>
    sign(null, Buffer.from(text), key);
export const hs256 =
  (key: string | Buffer): Signer =>
  (text) =>
    createHmac('sha256', key).update(text).digest();
export const unsigned: Signer = () => Buffer.alloc(0);

/** Signs as the ring itself would: what is refused then is refused for what it says, not for its signature. */
export function genuine(ring: KeyRing, purpose: 'signing' | 'challenge' = 'signing'): Signer {
  const { alg, signs } = ring.active(purpose);
  if (!signs) throw new Error('A ring without private keys');
  if (purpose === 'challenge') return (text) => createHmac('sha256', signs).update(text).digest();
  return alg === 'ES256' ? es256(signs) : eddsa(signs);
}
