import { randomUUID } from 'node:crypto';
import type { Client } from '../domain/client.js';
import { after, type Duration } from '../domain/duration.js';
import type { ChallengeId, Digest, EnrolmentId, KeyId, Nonce, SessionId, UserId } from '../domain/ids.js';
import type { Enrolment, Mark, Sealed } from '../domain/mfa/factors.js';
import { defaultPolicy, type AuthPolicy } from '../domain/policy.js';
import type { Holding } from '../domain/session/credentials.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordCheck, PasswordHash } from '../domain/user/password.js';
import { User } from '../domain/user/user.js';
import type { UserState } from '../domain/user/user-state.js';

/** The moment at which every story begins. */
export const start = new Date('2026-03-01T12:00:00.000Z');
export const later = (span: Duration): Date => after(start, span);
export const policy: AuthPolicy = defaultPolicy;

export const client: Client = { address: '192.0.2.1', device: undefined, correlationId: 'a story' };

/** An id that nobody else has, in the shape of all ids (RFC 9562). */
export const anId = <T extends string>(): T => randomUUID() as string as T;

export const hash = 'a password hash' as PasswordHash;
export const rightPassword: PasswordCheck = { matches: true, against: hash };
export const wrongPassword: PasswordCheck = { matches: false, against: hash };

export function anAddress(local: string = anId()): EmailAddress {
  const address = EmailAddress.parse(`${local}@example.org`);
  if (!address) throw new Error(`No address: ${local}`);
  return address;
}

export const aPool = (): PoolKey => PoolKey.password(anId<Digest>());
export const aToken = (): Holding => ({ kind: 'token', nonce: anId<Nonce>(), keyId: 'a key' as KeyId });
export const anEnrolmentId = (): EnrolmentId => anId<EnrolmentId>();
export const aChallengeId = (): ChallengeId => anId<ChallengeId>();
export const aSessionId = (): SessionId => anId<SessionId>();

export const anAuthenticator = (lastStep = 0): Enrolment<'totp'> => ({
  kind: 'totp',
  id: anEnrolmentId(),
  label: 'Phone',
  enrolledAt: start,
  lastUsedAt: undefined,
  seed: 'a sealed seed' as Sealed,
  algorithm: 'sha1',
  digits: 6,
  period: 30,
  lastStep,
});

export const aSheet = (codes = 10): Enrolment<'backup-code'> => ({
  kind: 'backup-code',
  id: anEnrolmentId(),
  label: 'Backup codes',
  enrolledAt: start,
  lastUsedAt: start,
  salt: 'salt',
  digests: Array.from({ length: codes }, (_, index) => `code ${index}` as Digest),
});

/** What a right TOTP code leaves. */
export const stepOf = (user: User, step: number): Mark<'totp'> => {
  const [authenticator] = user.enrolments('totp');
  return { kind: 'totp', enrolmentId: authenticator?.id ?? anEnrolmentId(), step };
};

/** What a right backup code leaves. */
export const codeOf = (user: User, index: number): Mark<'backup-code'> => {
  const [sheet] = user.enrolments('backup-code');
  return { kind: 'backup-code', enrolmentId: sheet?.id ?? anEnrolmentId(), digest: `code ${index}` as Digest };
};

/** Somebody of good standing; with both kinds of second factor unless told otherwise. */
export function aUser(changes: Partial<UserState> = {}): User {
  return User.restore({
    id: anId<UserId>(),
    email: anAddress(),
    passwordHash: hash,
    renewal: undefined,
    exposedHash: undefined,
    status: 'active',
    roles: [],
    rules: undefined,
    epoch: 0,
    enrolments: [anAuthenticator(), aSheet()],
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
