import { expect } from 'chai';
import { after, type Duration } from '../../src/domain/duration.js';
import type { ChallengeId, Digest, EnrolmentId, KeyId, Nonce, SessionId, UserId } from '../../src/domain/ids.js';
import type { Enrolment, FactorKind, Mark, Material, Sealed } from '../../src/domain/mfa/factors.js';
import { MfaChallenge, type Issue } from '../../src/domain/mfa/mfa-challenge.js';
import { defaultPolicy, type AuthPolicy } from '../../src/domain/policy.js';
import { AuthSession } from '../../src/domain/session/auth-session.js';
import type { Authentication, PartialAuthentication } from '../../src/domain/session/authentication.js';
import type { Holding } from '../../src/domain/session/credentials.js';
import { FailurePool, PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import type { PasswordCheck, PasswordHash } from '../../src/domain/user/password.js';
import { User } from '../../src/domain/user/user.js';
import type { UserState } from '../../src/domain/user/user-state.js';

export const policy = defaultPolicy;
/** The moment at which every story begins. */
export const start = new Date('2026-03-01T12:00:00.000Z');
export const at = (span: Duration): Date => after(start, span);

export const adaId = 'ada' as UserId;
export const graceId = 'grace' as UserId;
export const hash = 'hash of a password' as PasswordHash;
export const right: PasswordCheck = { matches: true, against: hash };
export const wrong: PasswordCheck = { matches: false, against: hash };

export const seed: Material<'totp'> = {
  kind: 'totp',
  seed: 'sealed' as Sealed,
  algorithm: 'sha1',
  digits: 6,
  period: 30,
  lastStep: 0,
};
const base = { label: 'Phone', enrolledAt: start, lastUsedAt: undefined };
export const phone = (id = 'phone'): Enrolment<'totp'> => ({ ...seed, ...base, id: id as EnrolmentId });
export const codes = (count = 10): readonly Digest[] => Array.from({ length: count }, (_, n) => `code ${n}` as Digest);
export const sheet = (count = 10): Enrolment<'backup-code'> => ({
  ...base,
  kind: 'backup-code',
  id: 'sheet' as EnrolmentId,
  salt: 'salt',
  digests: codes(count),
});
export const step = (number: number, id = 'phone'): Mark<'totp'> => ({
  kind: 'totp',
  enrolmentId: id as EnrolmentId,
  step: number,
});
export const code = (number: number): Mark<'backup-code'> => ({
  kind: 'backup-code',
  enrolmentId: 'sheet' as EnrolmentId,
  digest: `code ${number}` as Digest,
});

/** A user of good standing who owns these factors. */
export function ada(enrolments: readonly Enrolment[] = [], changes: Partial<UserState> = {}): User {
  const email = EmailAddress.parse('ada@example.org');
  if (!email) throw new Error('an address');
  return User.restore({
    id: adaId,
    email,
    passwordHash: hash,
    renewal: undefined,
    exposedHash: undefined,
    status: 'active',
    roles: [],
    rules: undefined,
    epoch: 0,
    enrolments,
    pending: undefined,
    machineTokens: [],
    deviceEra: 0,
    hasSignedIn: true,
    serviceAccounts: [],
    service: undefined,
    language: 'en',
    emailVerifiedAt: undefined,
    addressChangedAt: undefined,
    mfaReset: undefined,
    registeredAt: start,
    ...changes,
  });
}

export const passwordPool = (): FailurePool => FailurePool.empty(PoolKey.password('digest' as Digest), start);
export const factorPool = (kind: FactorKind = 'totp'): FailurePool =>
  FailurePool.empty(PoolKey.factor(kind, adaId), start);

/** What a right password leaves where a second factor is due. */
export function halfWay(user: User, now = start, by: AuthPolicy = policy): PartialAuthentication {
  const signIn = user.signIn(right, passwordPool(), now, by);
  if (signIn.kind !== 'second-factor' && signIn.kind !== 'enrolment') expect.fail(`something is due: ${signIn.kind}`);
  return signIn.by;
}

export const issue: Issue = {
  id: 'challenge' as ChallengeId,
  secret: 'secret' as Digest,
  binding: undefined,
  purpose: 'sign-in',
  credential: 'token',
  offer: ['totp', 'backup-code'],
  raises: undefined,
  replaces: undefined,
  passwordPool: undefined,
  device: undefined,
  known: undefined,
};
export const challenge = (
  user: User,
  changes: Partial<Issue> = {},
  now = start,
  by: AuthPolicy = policy,
): MfaChallenge => MfaChallenge.issue({ ...issue, ...changes }, halfWay(user, now, by), now, by);

/** Evidence of a whole sign-in: of the password alone, or of a second factor too where the user has one. */
export function authenticated(user: User, now = start, mark: Mark = step(1)): Authentication {
  const signIn = user.signIn(right, passwordPool(), now, policy);
  if (signIn.kind === 'authenticated') return signIn.authentication;
  const answer = challenge(user, {}, now).answer(user, factorPool(), mark.kind, mark, now, policy);
  if (answer.kind !== 'passed') expect.fail(`the answer is right: ${answer.kind}`);
  return answer.authentication;
}

export const tokens: Holding = { kind: 'token', nonce: 'nonce' as Nonce, keyId: 'key' as KeyId };
export const cookie: Holding = { kind: 'cookie', holder: 'holder' as Digest };
export const session = (user: User, holding: Holding = tokens, now = start, by: AuthPolicy = policy): AuthSession =>
  AuthSession.open('session' as SessionId, authenticated(user, now), holding, undefined, now, by);
