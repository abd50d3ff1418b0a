import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { deadCredential, undecided, type Machine, type Nobody, type Person, type Undecided } from './auth.js';
import { whoIn } from './claims.js';
import { KeptAnswers } from './kept-answers.js';
import type { RemoteKeys } from './remote-keys.js';
import type { VerifyingKey } from './verifying-key.js';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

const longestToken = 8 * 1024; // characters; the service's have about 700
const longestHeader = 512; // read before anybody has signed for it
const members: ReadonlySet<string> = new Set(['alg', 'kid', 'typ']);

/**
 * Verifies the service's access tokens (RFC 9068) by its public keys, with no call per request: a token costs a signature
 * once and a hash from then on, until it expires or the keys change.
 */
export class TokenVerifier {
  readonly #known = new KeptAnswers<Person | Machine>();

  constructor(
    private readonly keys: RemoteKeys,
    private readonly rules: TokenRules,
  ) {}

  async verify(token: string, now: Date): Promise<Person | Machine | Nobody | Undecided> {
    if (token.length > longestToken) return deadCredential;
    if (!this.keys.isFresh(now) && (await this.keys.refresh(now)) === 'unavailable') return undecided;
    const known = this.#known.recall(token, this.keys.version, now);
    if (known) return known;
    const header = headerOf(token);
    const key = header ? await this.keys.find(header.kid, now) : 'unknown';
    const under = this.keys.version;
    if (key === 'unavailable') return undecided;
    // The key says which algorithm, never the token (RFC 8725 §3.1).
    if (key === 'unknown' || header?.alg !== key.alg) return deadCredential;
    const claims = await this.claims(token, key, now);
    const who = claims && whoIn(claims, now);
    if (who) this.#known.keep(token, under, who, who.expiresAt.getTime());
    return who ?? deadCredential;
  }

  private async claims(token: string, { key, alg }: VerifyingKey, now: Date): Promise<JWTPayload | undefined> {
    const demanded = { typ: 'at+jwt', requiredClaims: ['exp', 'iat', 'sub'], algorithms: [alg], currentDate: now };
    try {
      return (await jwtVerify(token, key, { ...this.rules, ...demanded })).payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

/**
 * Undefined for whatever has a member the service never writes: so an embedded or linked key, `crit`, `zip` and `b64` are
 * refused unread (RFC 8725 §3.10), and so is every other kind of token.
 */
function headerOf(token: string): { readonly alg: string; readonly kid: string } | undefined {
  const end = token.indexOf('.');
  if (end <= 0 || end > longestHeader || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  try {
    const header = decodeProtectedHeader(token);
    if (Object.keys(header).some((member) => !members.has(member))) return undefined;
    const { alg, kid, typ } = header;
    return typeof alg === 'string' && typeof kid === 'string' && typ === 'at+jwt' ? { alg, kid } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a token says of itself that it is a challenge's. That proves nothing; the service can tell. */
export function isChallengeToken(token: string): boolean {
  const header = /^eyJ[\w-]{1,508}(?=\.)/.exec(token)?.[0];
  return (
    header !== undefined && /"typ":"mfa-(?:challenge|enrolment)\+jwt"/.test(Buffer.from(header, 'base64url').toString())
  );
}
