import { expect } from 'chai';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryTraces } from '../../src/adapters/memory/traces.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { PostgresTraces } from '../../src/adapters/postgres/traces.js';
import { tracesContract } from '../../src/testing/traces.contract.js';
import { workOn } from '../support/postgres-store.js';
import { scratch } from '../support/postgres.js';
import { ids, still } from '../support/still.js';

tracesContract('in memory', async () => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork({ store, clock: still, entropy: ids });
  return { traces: new MemoryTraces(store), work, close: async () => undefined };
});

tracesContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  return { traces: new PostgresTraces(pool), work: workOn(pool), close };
});

/** Tables, by what in them tells of a person, if anything does. A new one has to say so. */
const tables = {
  users: 'the account: what is left of it is an id',
  facts: 'under a pseudonym',
  devices: 'erased',
  mfa_challenges: 'erased',
  auth_sessions: 'erased',
  mailed_links: 'erased',
  mailboxes: 'erased',
  failure_pools: 'erased',
  limits: 'erased',
  notice_turns: 'erased',
  deliveries: 'ids of facts',
  webhook_deliveries: 'ids of facts',
  webhooks: 'nothing of anybody',
  policies: 'nothing of anybody',
  audit_seals: 'ids and digests of facts',
  relay: 'nothing of anybody',
  keys: 'nothing of anybody',
  mikro_orm_migrations: 'nothing of anybody',
};

describe('Every table', () => {
  it('is known for what of a deleted person is in it', async () => {
    const { pool, close } = await scratch();
    const { rows } = await pool.query<{ tablename: string }>(
      `select tablename from pg_tables where schemaname = 'public' order by 1`,
    );
    await close();
    expect(rows.map(({ tablename }) => tablename)).to.have.members(Object.keys(tables));
  });
});
