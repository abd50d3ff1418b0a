import { expect } from 'chai';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemorySweeper } from '../../src/adapters/memory/sweeper.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { NodeEntropy } from '../../src/adapters/node/entropy.js';
import { SystemClock } from '../../src/adapters/node/system-clock.js';
import { PostgresSweeper } from '../../src/adapters/postgres/sweeper.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import { after, days, minutes } from '../../src/domain/duration.js';
import type { DomainEvent } from '../../src/domain/events.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import { sweeperContract } from '../../src/testing/sweeper.contract.js';
import { scratch } from '../support/postgres.js';

const clock = new SystemClock();
const entropy = new NodeEntropy((value) => value);

sweeperContract('in memory', async () => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork({ store, clock, entropy });
  return {
    sweeper: new MemorySweeper({ store, work }),
    rival: new MemorySweeper({ store, work }),
    work,
    facts: async () => store.facts.map(({ event }) => event),
    close: async () => undefined,
  };
});

sweeperContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  const work = new PostgresUnitOfWork({ pool, clock, entropy });
  // Of another replica: it shares nothing but the database.
  const other = new PostgresUnitOfWork({ pool, clock, entropy });
  return {
    sweeper: new PostgresSweeper({ pool, work }),
    rival: new PostgresSweeper({ pool, work: other }),
    work,
    facts: async () =>
      (await pool.query<{ event: DomainEvent }>('select event from facts order by position')).rows.map(
        ({ event }) => event,
      ),
    close,
  };
});

describe('The sweeper on PostgreSQL', () => {
  const start = new Date('2026-03-01T12:00:00.000Z');

  it('forgets keys a day after they were last accepted, and notices that were undeliverable for a month', async () => {
    const { pool, close } = await scratch();
    try {
      const work = new PostgresUnitOfWork({ pool, clock, entropy });
      const sweeper = new PostgresSweeper({ pool, work });
      for (const [id, until] of [
        ['old', start],
        ['former', after(start, days(1))],
        ['current', null],
      ] as const) {
        const values = [id, start, until];
        await pool.query(`insert into keys values ($1, 'signing', 'sealed', null, $2, $2, $3)`, values);
      }
      for (const at of [after(start, days(-30)), start]) {
        await pool.query(
          `with fact as (
             insert into facts (id, at, correlation_id, type, event) values (gen_random_uuid(), $1, 'x', 't', '{}') returning id)
           insert into deliveries (fact_id, subscriber, position, attempts, due_at) select id, 'mail', 1, 1, $1 from fact`,
          [at],
        );
      }
      expect(await sweeper.sweep(start, defaultPolicy, 10)).to.equal(0);
      expect(await sweeper.sweep(after(after(start, days(1)), minutes(1)), defaultPolicy, 10)).to.equal(2);
      const left = await pool.query<{ id: string }>('select id from keys order by id');
      expect(left.rows.map(({ id }) => id)).to.deep.equal(['current', 'former']);
      expect((await pool.query('select from deliveries')).rowCount).to.equal(1);
      expect((await pool.query('select from facts')).rowCount).to.equal(2);
    } finally {
      await close();
    }
  });
});
