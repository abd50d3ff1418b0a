import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Pool } from 'pg';
import type { SessionId } from '../../src/domain/ids.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import type { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import type { User } from '../../src/domain/user/user.js';
import { aPool, client, policy, rightPassword, start, wrongPassword } from '../../src/testing/builders.js';
import { logIn, refresh, signedIn } from '../../src/testing/decisions.js';
import { known } from '../../src/testing/store.js';
import { postgresStore, workOn } from '../support/postgres-store.js';

describe('Commits of every kind on the same rows', function () {
  this.timeout(60_000);

  it('never wait for each other in a circle, and none fails', async () => {
    const store = await postgresStore();
    const pool = new Pool({ connectionString: store.scratch.url, application_name: 'under test' });
    // Units of work do not queue for each other, as processes do not.
    const works = Array.from({ length: 10 }, () => workOn(pool));
    const users = await Promise.all([1, 2, 3].map(() => known(store, { enrolments: [] })));
    const pools = Array.from({ length: 8 }, aPool);
    const sessions = await Promise.all(users.map((user) => signedIn(store.work, user, aPool())));
    const failures: unknown[] = [];
    let decided = 0;
    const until = performance.now() + 2500;

    const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;
    const worker = async (work: UnitOfWork): Promise<void> => {
      while (performance.now() < until) {
        const kind = pick(kinds);
        const answered = await kind(work, { pick, users, pools, sessions }).catch((problem: unknown) => {
          failures.push(problem);
        });
        if (typeof answered === 'string') sessions.push(answered as SessionId);
        if (sessions.length > 12) sessions.shift();
        decided += 1;
      }
    };
    await Promise.all(works.map(worker));

    expect(failures).to.deep.equal([]);
    expect(decided).to.be.above(100);
    await pool.end();
    expect(await deadlocksIn(store.scratch.pool)).to.equal(0);
    await store.close();
  });
});

interface Stage {
  readonly pick: <T>(all: readonly T[]) => T;
  readonly users: readonly User[];
  readonly pools: readonly PoolKey[];
  readonly sessions: readonly SessionId[];
}

const kinds: readonly ((work: UnitOfWork, stage: Stage) => Promise<unknown>)[] = [
  async (work, { pick, users, pools }) => {
    const step = await logIn(work, pick(users).snapshot().email, pick(pools), rightPassword);
    return step.kind === 'opened' ? step.session : undefined;
  },
  (work, { pick, users, pools }) =>
    logIn(work, pick(users).snapshot().email, pick(pools), wrongPassword).then(() => undefined),
  (work, { pick, sessions }) => refresh(work, pick(sessions), 0).then(() => undefined),
  // Several rows of each kind, asked for in any order.
  (work, { pick, users, pools, sessions }) =>
    work.run(client, async (tx) => {
      const some = <T>(all: readonly T[], count: number): T[] => Array.from({ length: count }, () => pick(all));
      for (const pool of await Promise.all(some(pools, 6).map((key) => tx.pools.of(key, start)))) {
        if (Math.random() < 0.5) pool.fail(start, { ...policy, failuresToClose: Number.MAX_SAFE_INTEGER });
        else pool.succeed(start);
      }
      const found = await Promise.all(some(sessions, 3).map((id) => tx.sessions.byId(id)));
      for (const session of found) if (Math.random() < 0.5) session?.revoke('signed-out', start);
      for (const user of await Promise.all(some(users, 2).map(({ id }) => tx.users.byId(id))))
        if (Math.random() < 0.5) user?.signOutEverywhere();
    }),
  (work, { pick, users }) =>
    work.run(client, async (tx) => {
      const user = await tx.users.byId(pick(users).id);
      if (!user) return;
      for (const session of await tx.sessions.openOf(user.id, start)) session.revoke('crowded-out', start);
      user.signOutEverywhere();
    }),
];

/** Once the connections that may have met one are gone: a connection says what it counted when it ends. */
async function deadlocksIn(database: Pool): Promise<number> {
  const others = `select from pg_stat_activity where datname = current_database() and application_name = 'under test'`;
  while ((await database.query(others)).rowCount !== 0) await setTimeout(10);
  const { rows } = await database.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.deadlocks);
}
