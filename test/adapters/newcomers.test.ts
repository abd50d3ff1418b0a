import { expect } from 'chai';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { Newcomers } from '../../src/adapters/postgres/newcomers.js';
import { hours, minutes } from '../../src/domain/duration.js';
import { quietPool, scratch, type Scratch } from '../support/postgres.js';

const ada = '00000000-0000-7000-8000-00000000000a';
const grace = '00000000-0000-7000-8000-00000000000b';

describe('Users who have more than they may', () => {
  let its: Scratch;
  // One connection, which says itself what it has read.
  let pool: Pool;
  let newcomers: Newcomers;

  beforeEach(async () => {
    its = await scratch();
    pool = quietPool(its.url, 1);
    newcomers = new Newcomers(pool, 'devices', 'forgotten_at is null');
  });
  afterEach(async () => {
    await pool.end();
    await its.close();
  });

  const meet = async (user: string, ago: number, count: number): Promise<void> => {
    const ids = Array.from({ length: count }, () => v7({ msecs: Date.now() - ago }));
    await pool.query(
      `insert into devices (id, user_id, state, version, last_used_at) select unnest($1::uuid[]), $2, '{}', 1, now()`,
      [ids, user],
    );
  };
  /** At most two at a time. */
  const forget = async (user: string, limit: number): Promise<number> => {
    const { rowCount } = await pool.query(
      `delete from devices where id in (select id from devices where user_id = $1 order by id
         limit least($2, 2, (select count(*) from devices where user_id = $1) - 3))`,
      [user, limit],
    );
    return rowCount ?? 0;
  };
  const look = (): Promise<number> => newcomers.each(3, 100, [], forget);

  it('are found until none has more', async () => {
    await meet(ada, hours(1000), 5);
    await meet(ada, 0, 3);
    await meet(grace, 0, 3);
    expect([await look(), await look(), await look(), await look()]).to.deep.equal([2, 2, 1, 0]);
  });

  it('are found when they come later, also by a clock that is slow', async () => {
    await meet(ada, 0, 3);
    expect(await look()).to.equal(0);
    await meet(ada, minutes(8), 1);
    await meet(grace, 0, 4);
    expect([await look(), await look()]).to.deep.equal([2, 0]);
  });

  it('are nobody in an empty table', async () => {
    expect(await look()).to.equal(0);
  });

  it('are not looked for among those of whom there is nothing new', async () => {
    await pool.query(
      `insert into devices (id, user_id, state, version, last_used_at)
       select uuidv7(interval '-2 hours'), gen_random_uuid(), '{}', 1, now() from generate_series(1, 20000)`,
    );
    await meet(ada, 0, 1);
    await pool.query('analyze devices');
    const read = async (): Promise<number> => {
      await pool.query('select pg_stat_force_next_flush()');
      const { rows } = await pool.query<{ tuples: string }>(
        `select seq_tup_read + idx_tup_fetch as tuples from pg_stat_user_tables where relname = 'devices'`,
      );
      return Number(rows[0]?.tuples);
    };
    const before = await read();
    expect(await look()).to.equal(0);
    expect((await read()) - before).to.be.below(100);
    await meet(ada, 0, 3);
    expect(await look()).to.equal(1);
    expect((await read()) - before).to.be.below(200);
  });

  it('are found behind any number of others, step by step', async () => {
    const strangers = `insert into devices (id, user_id, state, version, last_used_at)
      select uuidv7(), gen_random_uuid(), '{}', 1, now() from generate_series(1, 25000)`;
    await pool.query(strangers);
    expect(await look()).to.equal(0);
    await pool.query(strangers);
    await meet(ada, 0, 4);
    const looks: number[] = [];
    while (looks.length < 4) looks.push(await look());
    expect(looks.toSorted()).to.deep.equal([0, 0, 0, 1]);
  });

  it('keep nobody behind them waiting where nothing can be done about them', async () => {
    await meet(ada, 0, 4);
    await pool.query(`insert into devices (id, user_id, state, version, last_used_at)
      select uuidv7(), gen_random_uuid(), '{}', 1, now() from generate_series(1, 25000)`);
    await meet(grace, 0, 4);
    const seen: string[] = [];
    for (let turn = 0; turn < 2; turn += 1)
      await newcomers.each(3, 100, [], async (user) => {
        seen.push(user);
        return 0;
      });
    expect(seen).to.deep.equal([ada, grace]);
  });
});
