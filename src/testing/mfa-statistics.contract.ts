import assert from 'node:assert/strict';
import { minutes, type Duration } from '../domain/duration.js';
import type { DomainEvent } from '../domain/events.js';
import type { UserId } from '../domain/ids.js';
import type { MfaStatistics } from '../domain/ports/mfa-statistics.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { aChallengeId, anAuthenticator, anId, aSheet, aUser, later } from './builders.js';
import { contract, type Runner } from './contract.js';
import { keep } from './decisions.js';

/** Statistics of an empty store, and whoever fills it. */
export interface MfaStatisticsUnderTest {
  readonly statistics: MfaStatistics;
  readonly work: UnitOfWork;
  /** Commits one fact that happened at that moment. */
  record(at: Date, event: DomainEvent): Promise<void>;
  close(): Promise<void>;
}

/** Counts what happened in a span of time, and who owns which factor now. */
export function mfaStatisticsContract(
  name: string,
  open: () => Promise<MfaStatisticsUnderTest>,
  runner?: Runner,
): void {
  const close = (its: MfaStatisticsUnderTest): Promise<void> => its.close();
  contract({ port: 'MfaStatistics', adapter: name, open, close, opens: 'for each promise', runner }, (it) => {
    it('counts nothing where nothing happened', async ({ statistics }) => {
      assert.deepEqual(await statistics.counts(['mfa.passed'], at(0), at(9)), []);
      assert.deepEqual(await statistics.owners(), {
        users: 0,
        withoutFactor: 0,
        byFactor: { totp: 0, 'backup-code': 0 },
      });
    });

    it('counts facts by kind and by what they are about, and only the kinds it was asked for', async (its) => {
      const userId = anId<UserId>();
      await its.record(at(0), { type: 'mfa.passed', userId, kind: 'totp' });
      await its.record(at(0), { type: 'mfa.passed', userId, kind: 'totp' });
      await its.record(at(0), { type: 'mfa.passed', userId, kind: 'backup-code' });
      await its.record(at(0), { type: 'mfa.refused', userId, kind: 'totp', why: 'no-proof' });
      await its.record(at(0), { type: 'mfa.challenged', userId, challengeId: aChallengeId(), offer: ['totp'] });
      await its.record(at(0), { type: 'user.disabled', userId });
      assert.deepEqual(await its.statistics.counts(['mfa.passed', 'mfa.challenged', 'mfa.expired'], at(0), at(1)), [
        { kind: 'mfa.challenged', of: undefined, count: 1 },
        { kind: 'mfa.passed', of: 'backup-code', count: 1 },
        { kind: 'mfa.passed', of: 'totp', count: 2 },
      ]);
      assert.deepEqual(await its.statistics.counts([], at(0), at(1)), []);
    });

    it('counts what happened at the beginning of a span, and not at its end', async (its) => {
      for (const minute of [0, 1, 2, 3])
        await its.record(at(minute), { type: 'mfa.passed', userId: anId<UserId>(), kind: 'totp' });
      const counted = async (from: number, to: number) =>
        (await its.statistics.counts(['mfa.passed'], at(from), at(to)))[0]?.count ?? 0;
      assert.equal(await counted(1, 3), 2);
      assert.equal(await counted(0, 9), 4);
      assert.equal(await counted(2, 2), 0);
      assert.equal(await counted(3, 1), 0);
      assert.equal(await counted(4, 9), 0);
    });

    it('counts active people by what they own: once each kind, however many of it', async ({ statistics, work }) => {
      await keep(
        work,
        aUser({ enrolments: [] }),
        aUser({ enrolments: [anAuthenticator()] }),
        aUser({ enrolments: [anAuthenticator(), anAuthenticator(), aSheet()] }),
        aUser({ status: 'disabled' }),
        aUser({ enrolments: [], service: { owner: anId<UserId>(), label: 'Deployments' } }),
      );
      assert.deepEqual(await statistics.owners(), {
        users: 3,
        withoutFactor: 1,
        byFactor: { totp: 2, 'backup-code': 1 },
      });
    });
  });
}

const at = (minute: number): Date => later(minute === 0 ? (0 as Duration) : minutes(minute));
