import { expect } from 'chai';
import { SystemClock } from '../../src/adapters/node/system-clock.js';
import { MemoryOutbox } from '../../src/adapters/memory/outbox.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { PostgresOutbox } from '../../src/adapters/postgres/outbox.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import { itself } from '../../src/domain/client.js';
import type { UserId } from '../../src/domain/ids.js';
import { outboxContract } from '../../src/testing/outbox.contract.js';
import { quietServer, scratch, type Scratch } from '../support/postgres.js';

const clock = new SystemClock();
const entropy = new NodeEntropy((value) => value);

outboxContract('in memory', async () => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork({ store, clock, entropy });
  const outbox = new MemoryOutbox(store);
  return {
    outbox,
    rival: outbox,
    record: (by, event) => work.run(by, async (tx) => tx.record(event)),
    later: async () => undefined,
    close: async () => undefined,
  };
});

outboxContract('PostgreSQL', async () => {
  const { pool, close } = await scratch(await quietServer());
  const work = new PostgresUnitOfWork({ pool, clock, entropy });
  return {
    outbox: new PostgresOutbox(pool),
    rival: new PostgresOutbox(pool),
    record: (by, event) => work.run(by, async (tx) => tx.record(event)),
    later: async () => void (await pool.query('update deliveries set due_at = now()')),
    close,
  };
});

describe('The outbox on PostgreSQL', () => {
  const user = 'd0f4c1a2-0000-7000-8000-000000000001' as UserId;
  let its: Scratch;
  let outbox: PostgresOutbox;

  beforeEach(async () => {
    its = await scratch(await quietServer());
    outbox = new PostgresOutbox(its.pool);
  });

  afterEach(() => its.close());

  const insert = `insert into facts (id, at, correlation_id, type, event) values
    (gen_random_uuid(), now(), 'x', 'user.enabled', '{"type":"user.enabled"}')`;
  const drain = async (): Promise<number> => outbox.drain(() => Promise.resolve(), 10);

  it('waits for a commit that began earlier and took longer, and passes none by', async () => {
    const slow = await its.pool.connect();
    await slow.query('begin');
    await slow.query(insert);
    await its.pool.query(insert);
    expect(await drain()).to.equal(0);
    await slow.query('commit');
    slow.release();
    expect(await drain()).to.equal(2);
    expect(await drain()).to.equal(0);
  });

  it('never hands on what was rolled back', async () => {
    const undone = await its.pool.connect();
    await undone.query('begin');
    await undone.query(insert);
    await undone.query('rollback');
    undone.release();
    expect(await drain()).to.equal(0);
  });

  it('hands on again what a worker held that died', async () => {
    await its.pool.query(insert);
    const lost = await outbox
      .drain(async () => {
        const { rows } = await its.pool.query<{ pid: number }>(
          `select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
        );
        for (const { pid } of rows) await its.pool.query('select pg_terminate_backend($1, 5000)', [pid]);
      }, 10)
      .catch(() => 'lost');
    expect(lost).to.equal('lost');
    expect(await drain()).to.equal(1);
  });

  it('keeps nothing of what was handed on but a mark', async () => {
    const work = new PostgresUnitOfWork({ pool: its.pool, clock, entropy });
    await work.run(itself, async (tx) => tx.record({ type: 'user.registered', userId: user }));
    await outbox.drain(() => Promise.reject(new Error('away')), 10);
    expect((await its.pool.query('select from deliveries')).rowCount).to.equal(1);
    await its.pool.query('update deliveries set due_at = now()');
    expect(await drain()).to.equal(1);
    expect((await its.pool.query('select from deliveries')).rowCount).to.equal(0);
    expect((await its.pool.query('select from relay')).rowCount).to.equal(1);
  });

  it('waits longer each time before it tries again, and at most an hour', async () => {
    await its.pool.query(insert);
    const waits: number[] = [];
    for (let round = 0; round < 12; round++) {
      await outbox.drain(() => Promise.reject(new Error('away')), 10);
      const { rows } = await its.pool.query<{ wait: number }>(
        'select round(extract(epoch from due_at - now()))::int as wait from deliveries',
      );
      waits.push(rows[0]?.wait ?? 0);
      await its.pool.query('update deliveries set due_at = now()');
    }
    expect(waits.slice(0, 4)).to.deep.equal([15, 30, 60, 120]);
    expect(waits.at(-1)).to.equal(3600);
  });
});
