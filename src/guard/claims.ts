import type { JWTPayload } from 'jose';
import type { Machine, Person } from './auth.js';

/** How far the service's clock may be ahead of this machine's (seconds). Nobody's clock makes a token live longer. */
export const skew = 5;
/** What `amr` says of a program's token. */
const machineMark = 'machine';

/** Who an access token of the service speaks of; undefined for one whose claims do not fit together. */
export function whoIn(claims: JWTPayload, now: Date): Person | Machine | undefined {
  const { sub: userId, exp, iat, amr } = claims;
  if (typeof userId !== 'string' || userId === '' || !isMoment(exp) || !isPast(iat, now) || !isTexts(amr))
    return undefined;
  const its = { userId, amr: Object.freeze([...amr]), expiresAt: new Date(exp * 1000), scopes: scopesIn(claims) };
  return amr.includes(machineMark) ? machine(claims, its) : person(claims, its, now);
}

type Its = Pick<Person, 'userId' | 'amr' | 'expiresAt' | 'scopes'>;

function machine(claims: JWTPayload, its: Its): Machine | undefined {
  // A program that proved a second factor: somebody made that up, or made it wrong.
  if (claims['mfa_verified'] !== false || claims['acr'] === 'aal2') return undefined;
  return Object.freeze({ kind: 'machine', ...its });
}

function person(claims: JWTPayload, its: Its, now: Date): Person | undefined {
  const { sid: sessionId, acr: assurance, mfa_verified: mfaVerified, auth_time: provenAt } = claims;
  if (typeof sessionId !== 'string' || sessionId === '') return undefined;
  if (assurance !== 'aal1' && assurance !== 'aal2') return undefined;
  if (mfaVerified !== (assurance === 'aal2') || !isPast(provenAt, now)) return undefined;
  const authenticatedAt = new Date(provenAt * 1000);
  return Object.freeze({
    kind: 'person',
    credential: 'token',
    sessionId,
    assurance,
    mfaVerified,
    authenticatedAt,
    ...its,
  });
}

/** RFC 8693 §4.2. */
const scopesIn = ({ scope }: JWTPayload): readonly string[] =>
  Object.freeze(typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : []);

const isMoment = (value: unknown): value is number => Number.isSafeInteger(value);
const isPast = (value: unknown, now: Date): value is number => isMoment(value) && value <= now.getTime() / 1000 + skew;
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
