import { createHmac, sign } from 'node:crypto';
import type { JwsKey } from './jws-key.js';

/** Media types of our tokens, without `application/` (RFC 8725 §3.11). */
export type TokenType = 'at+jwt' | 'mfa-challenge+jwt' | 'mfa-enrolment+jwt';

/**
 * A JWT in compact form. Throws where the key has no private half. Signed by node:crypto in place: half of what a turn
 * through WebCrypto costs, and no wait for a place in the thread pool.
 */
export function signJwt(key: JwsKey, typ: TokenType, claims: object): string {
  const signed = `${encoded({ alg: key.alg, typ, kid: key.id })}.${encoded(claims)}`;
  return `${signed}.${signature(key, signed).toString('base64url')}`;
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function signature(key: JwsKey, text: string): Buffer {
  if (!key.signs) throw new TypeError('A public key does not sign');
  const bytes = Buffer.from(text, 'ascii');
  // prettier-ignore
  switch (key.alg) {
    case 'ES256': return sign('sha256', bytes, key.signs);
    case 'EdDSA': return sign(null, bytes, key.signs);
    case 'HS256': return createHmac('sha256', key.signs).update(bytes).digest();
    default:      return key.alg satisfies never;
  }
}

/** Whole seconds, rounded down: nothing lives a moment longer than it was meant to (RFC 7519 §2). */
export const numericDate = (moment: Date): number => Math.floor(moment.getTime() / 1000);
