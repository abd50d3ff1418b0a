import { createHmac, timingSafeEqual } from 'node:crypto';
import type * as Jose from 'jose';
import type { JWTPayload } from 'jose';
import { Recent } from '../../application/recent.js';
import type { JwsKey } from './jws-key.js';
import { strictJson, type JsonObject } from './strict-json.js';

export interface JwsHeader {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly typ: string | undefined;
}
/** What a token must say, and when; every name in `requiredClaims` must be there. */
export interface JwtRules {
  readonly typ: string;
  readonly issuer: string;
  readonly audience: string;
  readonly requiredClaims: readonly string[];
  readonly currentDate: Date;
}
/** Names the key a header asks for, out of those the caller trusts. */
export type KeyFinder = (header: JwsHeader) => Promise<JwsKey | undefined>;

const longestToken = 8 * 1024; // characters; ours have about 700
// Ours have about 110. A header is read before anybody has signed for it, and deep nesting is dear to read.
const longestHeader = 512;
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/;
// Nearly all tokens have one of a few; a header says nothing before a key has signed it.
const headers = new Recent<string, JwsHeader>(100);
const members: ReadonlySet<string> = new Set(['alg', 'kid', 'typ']);

/** Nothing longer is looked at at all. */
export const isBounded = (token: string): boolean => token.length <= longestToken;

interface Parts {
  readonly header: JwsHeader;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** What the signature is of. */
  readonly signed: string;
}
interface Trusted extends Parts {
  readonly key: JwsKey;
}

/** The payload of a JWS whose signature one of the caller's keys made; undefined for anything else (RFC 7515 §5.2). */
export async function verifyJws(token: string, keyOf: KeyFinder): Promise<Uint8Array | undefined> {
  const trusted = await trustedParts(token, keyOf);
  if (!trusted) return undefined;
  const { key, payload } = trusted;
  if (key.alg === 'HS256') return isOurs(trusted) ? payload : undefined;
  return refusing(async ({ compactVerify }) => {
    return (await compactVerify(token, key.verifies, { algorithms: [key.alg] })).payload;
  });
}

/** The claims of a JWT that passes `verifyJws` and `rules`; the signature is judged first. */
export async function verifyJwt(token: string, keyOf: KeyFinder, rules: JwtRules): Promise<JWTPayload | undefined> {
  const trusted = await trustedParts(token, keyOf);
  if (!trusted) return undefined;
  const { key, payload } = trusted;
  if (key.alg === 'HS256') return isOurs(trusted) ? claimsUnder(rules, trusted) : undefined;
  const options = { ...rules, requiredClaims: [...rules.requiredClaims], algorithms: [key.alg] };
  const claims = await refusing(async ({ jwtVerify }) => (await jwtVerify(token, key.verifies, options)).payload);
  return claims && strictJson(payload) ? claims : undefined;
}

/**
 * Our own HMAC, compared in constant time. In place, as it was made: a turn through WebCrypto costs ten times as much,
 * and a place in the thread pool.
 */
function isOurs({ key, signed, signature }: Trusted): boolean {
  const due = createHmac('sha256', key.verifies).update(signed, 'ascii').digest();
  return signature.length === due.length && timingSafeEqual(signature, due);
}

/** RFC 7519 §4.1, without leeway. */
function claimsUnder(rules: JwtRules, { header, payload }: Parts): JsonObject | undefined {
  const claims = strictJson(payload);
  if (!claims || header.typ !== rules.typ) return undefined;
  const { iss, aud, exp, nbf = 0 } = claims;
  const now = Math.floor(rules.currentDate.getTime() / 1000);
  const isNow = typeof exp === 'number' && exp > now && typeof nbf === 'number' && nbf <= now;
  const isMeant = iss === rules.issuer && [aud].flat().includes(rules.audience);
  return isNow && isMeant && rules.requiredClaims.every((name) => Object.hasOwn(claims, name)) ? claims : undefined;
}

async function trustedParts(token: string, keyOf: KeyFinder): Promise<Trusted | undefined> {
  const parts = readParts(token);
  const key = parts && (await keyOf(parts.header));
  // The key says which algorithm, never the token (RFC 8725 §3.1).
  return key && key.alg === parts.header.alg ? { ...parts, key } : undefined;
}

/**
 * Undefined for whatever is not one exact compact form of bounded size, or has a member we never write. So an embedded
 * or linked key, `crit`, `zip` and `b64` are refused unread (RFC 8725 §3.10), and so is every encrypted token.
 */
function readParts(token: string): Parts | undefined {
  if (!isBounded(token) || !compact.test(token)) return undefined;
  if (token.indexOf('.') > longestHeader) return undefined;
  const [head = '', ...rest] = token.split('.');
  const header = headers.get(head) ?? readHeader(head);
  const [payload, signature] = rest.map(exactly);
  if (!header || !payload || !signature) return undefined;
  return { header, payload, signature, signed: token.slice(0, token.lastIndexOf('.')) };
}

function readHeader(part: string): JwsHeader | undefined {
  const head = exactly(part);
  const read = head && strictJson(head);
  if (!read || Object.keys(read).some((member) => !members.has(member))) return undefined;
  const { alg, kid, typ } = read;
  if (typeof alg !== 'string' || !isTextOrAbsent(kid) || !isTextOrAbsent(typ)) return undefined;
  const header = { alg, kid, typ };
  headers.put(part, header);
  return header;
}

/** Of the unused bits at a part's end only zeros: a second spelling of a token is another token. */
function exactly(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}

const isTextOrAbsent = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

let library: Promise<typeof Jose> | undefined;
/** Loaded with the first token that it is to verify: a start should not wait for it. */
const jose = (): Promise<typeof Jose> => (library ??= import('jose'));

async function refusing<T>(verify: (jose: typeof Jose) => Promise<T>): Promise<T | undefined> {
  const loaded = await jose();
  try {
    return await verify(loaded);
  } catch (error) {
    if (error instanceof loaded.errors.JOSEError) return undefined;
    throw error;
  }
}
