import assert from 'node:assert/strict';
import { itself } from '../domain/client.js';
import { after, before, days, minutes, seconds, type Duration } from '../domain/duration.js';
import type { DomainEvent } from '../domain/events.js';
import type { ChallengeId, Digest, KeyId, LinkId, SessionId, UserId } from '../domain/ids.js';
import { MfaChallenge } from '../domain/mfa/mfa-challenge.js';
import { defaultPolicy, type AuthPolicy } from '../domain/policy.js';
import { lingers, type Sweeper } from '../domain/ports/sweeper.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { MailedLink } from '../domain/recovery/mailed-link.js';
import { AuthSession } from '../domain/session/auth-session.js';
import { FailurePool, PoolKey } from '../domain/throttle/failure-pool.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordHash } from '../domain/user/password.js';
import { User } from '../domain/user/user.js';
import { contract, type Runner } from './contract.js';

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

const start = new Date('2026-03-01T12:00:00.000Z');
const policy: AuthPolicy = { ...defaultPolicy, sessionsPerUser: 3, failuresToClose: 2 };
const many = 100;
const soon = seconds(1);
const uuid = (kind: string, n: number): string => `0190a000-0000-7000-8${kind}-${String(n).padStart(12, '0')}`;
const ada = uuid('aaa', 1) as UserId;
const grace = uuid('aaa', 2) as UserId;
const session = (n: number): SessionId => uuid('bbb', n) as SessionId;
const challenge = (n: number): ChallengeId => uuid('ccc', n) as ChallengeId;
const link = (n: number): LinkId => uuid('ddd', n) as LinkId;
const mailbox = (n: number): Digest => `mailbox ${n}` as Digest;
const pool = (n: number): PoolKey => PoolKey.password(`typed ${n}` as Digest);

/** What every sweeper promises. */
export function sweeperContract(name: string, open: () => Promise<SweeperUnderTest>, runner?: Runner): void {
  const stage = async () => scene(await open());
  const close = ({ its }: Scene) => its.close();
  contract({ port: 'Sweeper', adapter: name, open: stage, close, opens: 'for each promise', runner }, (it) => {
    it('has nothing to do where nothing is over', async ({ sweep, signIn, ask, fail }) => {
      await signIn(1);
      await ask(1);
      await fail(1, 1);
      assert.equal(await sweep(after(start, minutes(1))), 0);
    });

    it('removes a challenge once it has been over for a while', async ({ sweep, ask, isAsked }) => {
      await ask(1);
      const gone = past(policy.challengeLife, lingers.challenge);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await isAsked(challenge(1)), true);
      assert.equal(await sweep(gone), 1);
      assert.equal(await isAsked(challenge(1)), false);
    });

    it('removes an idle session once it has been over for a while', async ({ sweep, signIn, isThere }) => {
      await signIn(1);
      const gone = past(policy.sessionIdle, lingers.session);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await isThere(session(1)), true);
      assert.equal(await sweep(gone), 1);
      assert.equal(await isThere(session(1)), false);
    });

    it('removes an ended session once it has been over for a while', async ({ its, sweep, signIn, isThere }) => {
      await signIn(1);
      await its.work.run(itself, async (tx) => (await tx.sessions.byId(session(1)))?.revoke('signed-out', start));
      const gone = past(lingers.session);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await sweep(gone), 1);
      assert.equal(await isThere(session(1)), false);
    });

    it('removes a pool nobody touched, and never one that is closed', async ({ sweep, fail, failures }) => {
      await fail(1, 1);
      await fail(2, 2);
      const gone = past(policy.poolMemory);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await sweep(gone), 1);
      assert.equal(await failures(1), 0);
      assert.equal(await failures(2), 2);
    });

    it('removes links and what was mailed once it is old enough', async ({ its, sweep, mail, isMailed }) => {
      await mail(1);
      const gone = past(policy.linkMemory);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await isMailed(1), true);
      assert.equal(await sweep(gone), 2);
      assert.equal(await isMailed(1), false);
      const left = its.work.run(itself, async (tx) => (await tx.mailboxes.of(mailbox(1), start)).snapshot().mailed);
      assert.deepEqual(await left, []);
    });

    it('ends the oldest sessions beyond the number a user may have, each with its fact', async ({
      sweep,
      signIn,
      found,
      crowdedOut,
    }) => {
      for (const n of [1, 2, 3, 4, 5]) await signIn(n, ada, after(start, seconds(n)));
      for (const n of [6, 7, 8]) await signIn(n, grace, after(start, seconds(n)));
      assert.equal(await sweep(after(start, minutes(1))), 2);
      assert.deepEqual((await crowdedOut()).sort(), [session(1), session(2)]);
      assert.equal((await found(session(1)))?.snapshot().revoked?.why, 'crowded-out');
      assert.equal((await found(session(3)))?.snapshot().revoked, undefined);
      assert.equal(await sweep(after(start, minutes(1))), 0);
    });

    it('takes small steps, the oldest sessions first', async ({ sweep, signIn, ask, crowdedOut }) => {
      for (const n of [1, 2, 3, 4, 5, 6]) {
        await ask(n);
        await signIn(n, ada, after(start, seconds(n)));
      }
      const challengesOver = past(policy.challengeLife, lingers.challenge, soon);
      assert.equal(await sweep(after(start, minutes(1)), 2), 2);
      assert.deepEqual((await crowdedOut()).sort(), [session(1), session(2)]);
      assert.equal(await sweep(challengesOver, 4), 4);
      assert.equal(await sweep(challengesOver, 4), 2);
    });

    it('ends and removes nothing twice when two sweep at once', async ({ its, signIn, ask, fail, crowdedOut }) => {
      for (let n = 1; n <= 12; n++) {
        await ask(n);
        await signIn(n, n % 2 ? ada : grace, after(start, seconds(n)));
        await fail(n, 1);
      }
      const both = async (now: Date): Promise<number> => {
        let touched = 0;
        for (;;) {
          const step = await Promise.all([its.sweeper.sweep(now, policy, 2), its.rival.sweep(now, policy, 2)]);
          if (step[0] + step[1] === 0) return touched;
          touched += step[0] + step[1];
        }
      };
      assert.equal(await both(after(start, minutes(1))), 6);
      assert.equal(new Set(await crowdedOut()).size, 6);
      assert.equal((await crowdedOut()).length, 6);
      assert.equal(await both(past(policy.poolMemory, days(1))), 36);
    });

    it('stands in nobody’s way: who signs in meanwhile is signed in', async ({ its, sweep, signIn, ask, isThere }) => {
      for (let n = 1; n <= 20; n++) await ask(n);
      const now = past(policy.challengeLife, lingers.challenge);
      await Promise.all([sweep(now), ...[1, 2, 3].map((n) => signIn(n, ada, now)), its.rival.sweep(now, policy, many)]);
      for (const n of [1, 2, 3]) assert.equal(await isThere(session(n)), true);
    });
  });
}

type Scene = ReturnType<typeof scene>;

/** What happens, and what is left of it. */
function scene(its: SweeperUnderTest) {
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
  return { its, sweep, signIn, ask, fail, mail, isMailed, found, isThere, isAsked, failures, crowdedOut };
}

const past = (...spans: readonly Duration[]): Date =>
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
