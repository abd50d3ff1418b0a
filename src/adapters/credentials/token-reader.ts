import type { JWTPayload } from 'jose';
import type { Secret } from '../../domain/secret.js';
import type { KeyRing } from './key-ring.js';
import type { KeyPurpose } from './key-store.js';
import type { TokenType } from './sign-jws.js';
import { VerifiedTokens } from './verified-tokens.js';
import { isBounded, verifyJwt } from './verify-jws.js';

/** What tells one kind of token from every other (RFC 8725 §3.12). */
export interface TokenRules<Claim extends string> {
  readonly keys: KeyPurpose;
  readonly typ: TokenType;
  readonly issuer: string;
  readonly audience: string;
  /** Claims that must be there, as non-empty text. */
  readonly texts: readonly Claim[];
}

// How far another replica's clock may be ahead of ours. Nobody's clock makes a token live longer.
const skew = 5; // seconds

/** Reads tokens of one kind; its clock is the `now` it is given. */
export class TokenReader<Claim extends string> {
  private readonly verified = new VerifiedTokens<Readonly<Record<Claim, string>>>();

  constructor(
    private readonly ring: KeyRing,
    private readonly rules: TokenRules<Claim>,
  ) {}

  /** The demanded claims of a live token of this kind; undefined for anything else. */
  async read(presented: Secret, now: Date): Promise<Readonly<Record<Claim, string>> | undefined> {
    const token = presented.reveal();
    if (!isBounded(token)) return undefined;
    const { version } = this.ring;
    const known = this.verified.recall(token, version, now);
    if (known) return known;
    const { keys, typ, issuer, audience, texts } = this.rules;
    const keyOf = ({ kid }: { readonly kid: string | undefined }) => this.ring.find(keys, kid);
    const claims = await verifyJwt(token, keyOf, {
      typ,
      issuer,
      audience,
      requiredClaims: ['exp', 'iat', ...texts],
      currentDate: now,
    });
    if (!claims || !isTimely(claims, now)) return undefined;
    const read = textsIn(claims, texts);
    if (read) this.verified.keep(token, version, read, Number(claims.exp) * 1000);
    return read;
  }
}

// The library compares `exp` and `nbf` with no leeway; the rest of what a lying clock could write is looked at here.
function isTimely({ exp, iat, nbf, auth_time: authTime }: JWTPayload, now: Date): boolean {
  if (![exp, iat, nbf ?? 0, authTime ?? 0].every(Number.isSafeInteger)) return false;
  const latest = now.getTime() / 1000 + skew;
  return Number(iat) <= latest && Number(authTime ?? 0) <= latest;
}

function textsIn<Claim extends string>(
  claims: JWTPayload,
  names: readonly Claim[],
): Readonly<Record<Claim, string>> | undefined {
  const texts = names.map((name) => [name, claims[name]] as const);
  if (!texts.every(([, text]) => typeof text === 'string' && text !== '')) return undefined;
  return Object.fromEntries(texts) as Record<Claim, string>;
}
