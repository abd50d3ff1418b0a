import { compactVerify, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { JwsKey } from './jws-key.js';
import { strictJson } from './strict-json.js';

export interface JwsHeader {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly typ: string | undefined;
}
/** Names the key a header asks for, out of those the caller trusts. */
export type KeyFinder = (header: JwsHeader) => Promise<JwsKey | undefined>;

const longestToken = 8 * 1024; // characters; ours have about 700
// Ours have about 110. A header is read before anybody has signed for it, and deep nesting is dear to read.
const longestHeader = 512;
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const members: ReadonlySet<string> = new Set(['alg', 'kid', 'typ']);

/** Nothing longer is looked at at all. */
export const isBounded = (token: string): boolean => token.length <= longestToken;

/** The payload of a JWS whose signature one of the caller's keys made; undefined for anything else (RFC 7515 §5.2). */
export async function verifyJws(token: string, keyOf: KeyFinder): Promise<Uint8Array | undefined> {
  const key = await trustedKey(token, keyOf);
  return key && refusing(async () => (await compactVerify(token, key.verifies, { algorithms: [key.alg] })).payload);
}

/** The claims of a JWT that passes `verifyJws` and `rules`; the signature is judged first. */
export async function verifyJwt(
  token: string,
  keyOf: KeyFinder,
  rules: Omit<JWTVerifyOptions, 'algorithms'>,
): Promise<JWTPayload | undefined> {
  const key = await trustedKey(token, keyOf);
  if (!key) return undefined;
  const claims = await refusing(async () => {
    const { payload } = await jwtVerify(token, key.verifies, { ...rules, algorithms: [key.alg] });
    return payload;
  });
  return claims && strictJson(Buffer.from(token.split('.')[1] ?? '', 'base64url')) ? claims : undefined;
}

async function trustedKey(token: string, keyOf: KeyFinder): Promise<JwsKey | undefined> {
  const header = readHeader(token);
  const key = header && (await keyOf(header));
  // The key says which algorithm, never the token (RFC 8725 §3.1).
  return key && key.alg === header.alg ? key : undefined;
}

/**
 * Undefined for whatever is not one exact compact form of bounded size, or has a member we never write. So an embedded
 * or linked key, `crit`, `zip` and `b64` are refused unread (RFC 8725 §3.10), and so is every encrypted token.
 */
function readHeader(token: string): JwsHeader | undefined {
  if (!isBounded(token) || !compact.test(token)) return undefined;
  if (token.indexOf('.') > longestHeader) return undefined;
  const parts = token.split('.').map((part) => ({ part, bytes: Buffer.from(part, 'base64url') }));
  // Of the unused bits at a part's end only zeros: a second spelling of a token is another token.
  if (parts.some(({ part, bytes }) => bytes.toString('base64url') !== part)) return undefined;
  const header = parts[0] && strictJson(parts[0].bytes);
  if (!header || Object.keys(header).some((member) => !members.has(member))) return undefined;
  const { alg, kid, typ } = header;
  if (typeof alg !== 'string' || !isTextOrAbsent(kid) || !isTextOrAbsent(typ)) return undefined;
  return { alg, kid, typ };
}

const isTextOrAbsent = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

async function refusing<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
