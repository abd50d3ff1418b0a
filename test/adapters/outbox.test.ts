import { expect } from 'chai';
import { SystemClock } from '../../src/adapters/node/system-clock.js';
import { MemoryNoticeTurns } from '../../src/adapters/memory/notice-turns.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { PostgresNoticeTurns } from '../../src/adapters/postgres/notice-turns.js';
import { PostgresOutbox } from '../../src/adapters/postgres/outbox.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import { itself } from '../../src/domain/client.js';
import type { Fact } from '../../src/domain/events.js';
import type { UserId } from '../../src/domain/ids.js';
import type { Subscriber } from '../../src/domain/ports/outbox.js';
import { noticeTurnsContract } from '../../src/testing/notice-turns.contract.js';
import { outboxContract } from '../../src/testing/outbox.contract.js';
import { memoryOutbox } from '../support/memory-outbox.js';
import { quietServer, scratch, type Scratch } from '../support/postgres.js';

const clock = new SystemClock();
const entropy = new NodeEntropy((value) => value);

outboxContract('in memory', () => memoryOutbox());

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

noticeTurnsContract('in memory', async () => ({
  turns: new MemoryNoticeTurns(new MemoryStore()),
  close: async () => undefined,
}));

noticeTurnsContract('PostgreSQL', async () => {
  const { pool, close } = await scratch(await quietServer());
  return { turns: new PostgresNoticeTurns(pool), close };
});

describe('The outbox on PostgreSQL', () => {
  const mail: Subscriber = { name: 'mail', wants: () => true, deliver: () => Promise.resolve() };
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
  const refusing: Subscriber = { ...mail, deliver: () => Promise.reject(new Error('away')) };
  const drain = async (): Promise<number> => (await outbox.drain(mail, 10)).delivered;
  const deliveries = async (): Promise<number | null> => (await its.pool.query('select from deliveries')).rowCount;

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

  it('holds no connection and no transaction while somebody is told', async () => {
    await its.pool.query(insert);
    const busy = `select from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`;
    let found: number | null = null;
    const deliver = async (): Promise<void> => void (found = (await its.pool.query(busy)).rowCount);
    expect((await outbox.drain({ ...mail, deliver }, 1)).delivered).to.equal(1);
    expect(found).to.equal(0);
  });

  it('hands on in time what happens while somebody takes long to be told', async () => {
    await its.pool.query(insert);
    const deliver = async (): Promise<void> => {
      await its.pool.query(insert);
      expect(await drain()).to.equal(1);
    };
    expect((await outbox.drain({ ...mail, deliver }, 1)).delivered).to.equal(1);
  });

  it('looks through many facts for the few that are wanted', async () => {
    await its.pool.query(`insert into facts (id, at, correlation_id, type, event)
      select gen_random_uuid(), now(), 'x', 'user.enabled', '{"type":"user.enabled"}' from generate_series(1, 1200)`);
    await its.pool.query(insert.replaceAll('enabled', 'disabled'));
    const wants = ({ event }: Fact): boolean => event.type === 'user.disabled';
    expect((await outbox.drain({ ...mail, wants }, 1)).delivered).to.equal(1);
    expect(await deliveries()).to.equal(0);
  });

  it('keeps nothing of what was handed on but a mark', async () => {
    const work = new PostgresUnitOfWork({ pool: its.pool, clock, entropy });
    await work.run(itself, async (tx) => tx.record({ type: 'user.registered', userId: user }));
    await outbox.drain(refusing, 10);
    expect(await deliveries()).to.equal(1);
    await its.pool.query('update deliveries set due_at = now()');
    expect(await drain()).to.equal(1);
    expect(await deliveries()).to.equal(0);
    expect((await its.pool.query('select from relay')).rowCount).to.equal(1);
  });

  it('waits longer each time before it tries again, and at most an hour', async () => {
    await its.pool.query(insert);
    const waits: number[] = [];
    for (let round = 0; round < 12; round++) {
      await outbox.drain(refusing, 10);
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
