import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresSweeper } from '../../src/adapters/postgres/sweeper.js';
import { days } from '../../src/domain/duration.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import type { PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { Besieged, crowd, tally } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { service, spawned } from '../support/service.js';
import { password } from '../support/visitor.js';

const input = { email: 'ada@example.org', password };
const mebibyte = 2 ** 20;

/** What the process has held at most, where the system tells; else undefined. */
function mostMemory(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}

describe('Using up what the service has', function () {
  this.timeout(90_000);
  const leaving: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const leave of leaving.splice(0)) await leave();
  });

  it('[J02] five hundred logins at once: some are hashed, the rest is refused at once, and the service stays awake', async () => {
    const running = await spawned();
    leaving.push(() => running.close());
    await running.graphql(say.register, { input });
    await running.graphql(say.login, { input });
    const before = mostMemory(running.pid) ?? 0;

    const flood = new AbortController();
    const waits: number[] = [];
    const watch = (async () => {
      while (!flood.signal.aborted) {
        const began = performance.now();
        expect((await fetch(`${running.url}/healthz`)).status).to.equal(200);
        waits.push(performance.now() - began);
        await pause(50);
      }
    })();
    const began = performance.now();
    const answers = await crowd(
      500,
      async (index) => {
        const who = index % 2 === 0 ? input : { email: `nobody-${index}@example.org`, password };
        const { data, status, headers } = await running.graphql(say.login, { input: who });
        const name = data['login']?.__typename ?? String(status);
        if (name === 'TooManyAttempts' || name === '503') expect(Number(headers.get('retry-after'))).to.be.at.least(1);
        return name;
      },
      500,
    );
    const took = performance.now() - began;
    flood.abort();
    await watch;

    const counts = tally(answers);
    // 503 where the machine is too busy even to read a row in time.
    const answered = ['Authenticated', 'InvalidCredentials', 'TooManyAttempts', '503'];
    expect(answered, JSON.stringify(counts)).to.include.members(Object.keys(counts));
    expect((counts['TooManyAttempts'] ?? 0) + (counts['503'] ?? 0), JSON.stringify(counts)).to.be.above(50);
    expect((counts['Authenticated'] ?? 0) + (counts['InvalidCredentials'] ?? 0), JSON.stringify(counts)).to.be.above(0);
    expect(took).to.be.below(20_000);
    expect(Math.max(...waits)).to.be.below(4000);
    // Each of two threads holds the 19 MiB of one hash at a time; the rest is five hundred requests.
    expect((mostMemory(running.pid) ?? 0) - before).to.be.below(150 * mebibyte);
    expect((await running.graphql(say.login, { input })).status).to.equal(200);
  });

  it('[J02] an address that may not be tried costs no hash: a flood on it takes nobody’s place', async () => {
    const house = await Besieged.begin({ HASHING_WORKERS: '1' });
    leaving.push(() => house.end());
    const ada = await house.visitor(input.email).register();
    await house.visitor('victim@example.org').logIn();
    const { rows } = await house.running.pool.query<{ id: PoolKey }>('select id from failure_pools');
    await house.change(ada.email, async (_, tx) => {
      const pool = await tx.pools.of(rows[0]?.id ?? expect.fail('no pool'), house.now);
      while (!pool.snapshot().closedAt) pool.fail(house.now, defaultPolicy);
    });
    const flood = crowd(300, () => house.visitor('victim@example.org').logIn(), 300);
    const honest = (await ada.logIn()).__typename;
    const retries = (await flood).map((answer) => answer['retryAt']);
    // Of a closed pool nobody knows when; of a full queue everybody is told.
    expect(new Set(retries)).to.deep.equal(new Set([null]));
    expect(honest).to.equal('Authenticated');
  });

  it('[J16] a table that somebody holds: 503 in bounded time for all, and nothing is left when it is let go', async () => {
    const running = await service();
    leaving.push(running.close);
    await running.graphql(say.register, { input });
    const { data } = await running.graphql(say.login, { input });
    const tokens = data['login']?.['tokens'] as { accessToken: string } | undefined;
    const token = tokens?.accessToken;
    const holder = await running.pool.connect();
    await holder.query('begin; lock table users, auth_sessions in access exclusive mode');

    const began = performance.now();
    const asked = crowd(60, (index) =>
      index % 2 === 0 ? running.graphql(say.login, { input }) : running.graphql(say.me, {}, { token }),
    );
    const healthy = await fetch(`${running.url}/healthz`);
    expect([healthy.status, performance.now() - began < 3000]).to.deep.equal([200, true]);
    const answers = await asked;
    expect(performance.now() - began).to.be.below(15_000);
    expect(tally(answers.map(({ status }) => String(status)))).to.deep.equal({ 503: 60 });
    for (const { headers, text } of answers) {
      expect(headers.get('retry-after')).to.equal('1');
      expect(text).not.to.match(/postgres|select|timeout|stack/i);
    }
    await holder.query('rollback');
    holder.release();
    expect((await running.graphql(say.me, {}, { token })).data['me']).to.include({ email: input.email });
    expect((await running.graphql(say.login, { input })).data['login']?.__typename).to.equal('Authenticated');
    const { rows } = await running.pool.query(`select 1 from facts where type = 'session.opened'`);
    expect(rows).to.have.length(2);
  });

  it('[J17] garbage has bounds: enrolments replace one another, and what is over is swept', async () => {
    const house = await Besieged.begin({ LIMIT_CHALLENGE_PER_SESSION: '300' });
    leaving.push(() => house.end());
    const { visitor, email } = await house.owner('ada@example.org');
    const { pool } = house.running;
    const count = async (table: string): Promise<number> =>
      Number((await pool.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count);

    await crowd(320, () => visitor.one(say.stepUp, { assurance: 'AAL2' }));
    await crowd(30, () => visitor.one(say.enrolTotp), 10);
    await crowd(
      20,
      (index) => house.running.graphql(say.login, { input: { email: `x${index}@example.org`, password } }),
      10,
    );
    await crowd(300, () => house.running.graphql(say.refreshSession, { input: { refreshToken: `${email}.0.x` } }));
    expect(await count('mfa_challenges')).to.equal(300);
    // A login that found no place for hashing was not refused, and so not counted.
    expect(await count('limits')).to.be.at.least(10);
    expect(await count('failure_pools')).to.be.at.least(20);
    const { rows } = await pool.query<{ length: number }>(`select max(pg_column_size(state)) as length from users`);
    expect(rows[0]?.length).to.be.below(8192);

    house.clock.advance(days(31));
    const sweeper = new PostgresSweeper({ pool, work: house.work });
    let steps = 0;
    while ((await sweeper.sweep(house.now, defaultPolicy, 100)) > 0) expect((steps += 1)).to.be.below(20);
    for (const table of ['mfa_challenges', 'auth_sessions', 'failure_pools', 'limits'])
      expect(await count(table), table).to.equal(0);
    expect(await count('users')).to.equal(1);
  });
});
