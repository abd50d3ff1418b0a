import { expect } from 'chai';
import type { Pool } from 'pg';
import { PostgresAuditChain } from '../../src/adapters/postgres/audit-chain.js';
import { PostgresOutbox } from '../../src/adapters/postgres/outbox.js';
import type { Seal } from '../../src/domain/audit/seal.js';
import type { Subscriber } from '../../src/domain/ports/outbox.js';
import { quietPool, quietServer, scratch, type Scratch } from '../support/postgres.js';

const many = 20_000;
const add = `insert into facts (id, at, correlation_id, type, event)
  select gen_random_uuid(), now(), 'x', 'user.enabled', '{"type":"user.enabled"}' from generate_series(1, $1)`;

describe('Chores beside a table of many facts', () => {
  let its: Scratch;
  // One connection, which says itself what it has read.
  let pool: Pool;

  beforeEach(async () => {
    its = await scratch(await quietServer());
    pool = quietPool(its.url, 1);
    await pool.query(add, [many]);
  });
  afterEach(async () => {
    await pool.end();
    await its.close();
  });

  const read = async (): Promise<number> => {
    await pool.query('select pg_stat_force_next_flush()');
    const { rows } = await pool.query<{ tuples: string }>(
      `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as tuples
       from pg_stat_user_tables where relname = 'facts'`,
    );
    return Number(rows[0]?.tuples);
  };

  it('hand on what is new, and read no more than that', async () => {
    const told: string[] = [];
    const mail: Subscriber = {
      name: 'mail',
      kinds: ['user.enabled', 'user.disabled'],
      wants: ({ event }) => event.type === 'user.enabled' && told.length < 3,
      deliver: async ({ id }) => void told.push(id),
    };
    const nothing: Subscriber = { ...mail, kinds: ['user.disabled'], wants: () => true };
    const outbox = new PostgresOutbox(pool);
    await outbox.drain(nothing, many);
    const before = await read();
    for (let turn = 0; turn < 10; turn += 1) await outbox.drain(nothing, 100);
    expect((await read()) - before).to.be.below(100);

    await pool.query(add, [3]);
    await outbox.drain(mail, 3);
    expect(told).to.have.length(3);
    expect((await read()) - before).to.be.below(200);
  });

  it('seal what is new, and read no more than that', async () => {
    const chain = new PostgresAuditChain(pool);
    let sealed = 0;
    const seal = (): Promise<Seal | undefined> =>
      chain.seal(1000, (facts, last) => {
        sealed += facts.length;
        const [number, now] = [(last?.number ?? 0) + 1, new Date()];
        const its = { facts: facts.map(({ id }) => id), hints: [], count: facts.length, hash: 'h', pruned: undefined };
        return { ...its, number, signature: { keyId: 'k', mac: 'm' }, from: now, to: now, sealedAt: now };
      });
    while (await seal());
    expect(sealed).to.equal(many);
    const before = await read();
    for (let turn = 0; turn < 10; turn += 1) expect(await seal()).to.equal(undefined);
    await pool.query(add, [3]);
    await seal();
    expect(sealed).to.equal(many + 3);
    expect((await read()) - before).to.be.below(100);
  });
});
