import assert from 'node:assert/strict';
import { itself } from '../domain/client.js';
import { after, seconds, type Duration } from '../domain/duration.js';
import type { DomainEvent } from '../domain/events.js';
import type { ChallengeId, DeviceId, Digest, KeyId, LinkId, Nonce, SessionId, UserId } from '../domain/ids.js';
import { MfaChallenge } from '../domain/mfa/mfa-challenge.js';
import { defaultPolicy, type AuthPolicy } from '../domain/policy.js';
import { type Sweeper } from '../domain/ports/sweeper.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { MailedLink } from '../domain/recovery/mailed-link.js';
import { AuthSession } from '../domain/session/auth-session.js';
import { Device } from '../domain/throttle/device.js';
import { FailurePool, PoolKey } from '../domain/throttle/failure-pool.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordHash } from '../domain/user/password.js';
import { User } from '../domain/user/user.js';

/** A sweeper and whoever fills what it sweeps. */
export interface SweeperUnderTest {
  readonly sweeper: Sweeper;
  /** A second one on the same store. */
  readonly rival: Sweeper;
  readonly work: UnitOfWork;
  /** Everything that was committed, oldest first. */
  facts(): Promise<readonly DomainEvent[]>;
  close(): Promise<void>;
}

export const start = new Date('2026-03-01T12:00:00.000Z');
export const policy: AuthPolicy = { ...defaultPolicy, sessionsPerUser: 3, devicesPerUser: 3, failuresToClose: 2 };
export const many = 100;
export const soon = seconds(1);
const uuid = (kind: string, n: number): string => `0190a000-0000-7000-8${kind}-${String(n).padStart(12, '0')}`;
export const ada = uuid('aaa', 1) as UserId;
export const grace = uuid('aaa', 2) as UserId;
export const session = (n: number): SessionId => uuid('bbb', n) as SessionId;
export const challenge = (n: number): ChallengeId => uuid('ccc', n) as ChallengeId;
export const device = (n: number): DeviceId => uuid('eee', n) as DeviceId;
export const link = (n: number): LinkId => uuid('ddd', n) as LinkId;
export const mailbox = (n: number): Digest => `mailbox ${n}` as Digest;
export const pool = (n: number): PoolKey => PoolKey.password(`typed ${n}` as Digest);

export type Scene = ReturnType<typeof scene>;

/** What happens, and what is left of it. */
export function scene(its: SweeperUnderTest) {
  const sweep = (now: Date, limit = many): Promise<number> => its.sweeper.sweep(now, policy, limit);

  const signIn = async (n: number, user = ada, now = start): Promise<void> => {
    await its.work.run(itself, async (tx) => tx.sessions.add(opened(n, user, now)));
  };
  const ask = async (n: number, now = start): Promise<void> => {
    await its.work.run(itself, async (tx) => tx.challenges.add(asked(n, now)));
  };
  const fail = async (n: number, times: number): Promise<void> => {
    await its.work.run(itself, async (tx) => {
      const counted = await tx.pools.of(pool(n), start);
      for (let each = 0; each < times; each++) counted.fail(start, policy);
    });
  };
  const mail = async (n: number): Promise<void> => {
    const to = addressIn('ada@example.org');
    const issue = { id: link(n), keyId: 'key' as KeyId, digest: 'digest' as Digest, to };
    await its.work.run(itself, async (tx) => {
      (await tx.mailboxes.of(mailbox(n), start)).take('reset-password', start, policy);
      tx.links.add(MailedLink.issue({ ...issue, errand: { purpose: 'reset-password' } }, undefined, start, policy));
    });
  };
  /** Somebody is known by one more device. */
  const meet = (n: number, now: Date): Promise<void> =>
    its.work.run(itself, async (tx) => {
      const chain = { nonce: 'nonce' as Nonce, keyId: 'key' as KeyId };
      const owner = User.register(ada, addressIn('ada@example.org'), 'hash' as PasswordHash, start);
      tx.devices.add(Device.meet(device(n), owner, chain, undefined, now));
    });
  const forgotten = async (): Promise<string[]> =>
    (await its.facts()).flatMap((event) => (event.type === 'device.revoked' ? [event.deviceId] : []));
  const isMailed = (n: number): Promise<boolean> =>
    its.work.run(itself, async (tx) => (await tx.links.byId(link(n))) !== undefined);
  const found = (id: SessionId): Promise<AuthSession | undefined> =>
    its.work.run(itself, async (tx) => (await tx.sessions.byId(id)) ?? undefined);
  const isThere = async (id: SessionId): Promise<boolean> => (await found(id)) !== undefined;
  const isAsked = (id: ChallengeId): Promise<boolean> =>
    its.work.run(itself, async (tx) => (await tx.challenges.byId(id)) !== undefined);
  const failures = (n: number): Promise<number> =>
    its.work.run(itself, async (tx) => (await tx.pools.of(pool(n), start)).snapshot().consecutive);
  const crowdedOut = async (): Promise<string[]> =>
    (await its.facts()).flatMap((event) =>
      event.type === 'session.revoked' && event.why === 'crowded-out' ? [event.sessionId] : [],
    );
  return {
    its,
    sweep,
    signIn,
    ask,
    fail,
    mail,
    isMailed,
    found,
    isThere,
    isAsked,
    failures,
    crowdedOut,
    meet,
    forgotten,
  };
}

export const past = (...spans: readonly Duration[]): Date =>
  [...spans, soon].reduce((moment, span) => after(moment, span), start);

function addressIn(text: string): EmailAddress {
  const address = EmailAddress.parse(text);
  assert.ok(address);
  return address;
}

function opened(n: number, id: UserId, now: Date): AuthSession {
  const email = addressIn('ada@example.org');
  const hash = 'hash' as PasswordHash;
  const step = User.register(id, email, hash, now).signIn(
    { matches: true, against: hash },
    FailurePool.empty(pool(0), now),
    now,
    policy,
  );
  assert.ok(step.kind === 'authenticated');
  const holding = { kind: 'cookie', holder: 'digest' as Digest } as const;
  return AuthSession.open(session(n), step.authentication, holding, undefined, now, policy);
}

function asked(n: number, now: Date): MfaChallenge {
  const issue = {
    id: challenge(n),
    secret: 'digest' as Digest,
    binding: undefined,
    purpose: 'step-up',
    credential: 'cookie',
    offer: ['totp'],
    raises: session(n),
    replaces: undefined,
    passwordPool: undefined,
    device: undefined,
    known: undefined,
  } as const;
  return MfaChallenge.issue(issue, opened(n, ada, now).soFar(), now, policy);
}
