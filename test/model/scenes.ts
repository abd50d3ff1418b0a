import type { Pool } from 'pg';
import { MemoryOutbox } from '../../src/adapters/memory/outbox.js';
import type { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemorySweeper } from '../../src/adapters/memory/sweeper.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { PostgresSweeper } from '../../src/adapters/postgres/sweeper.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import type { DomainEvent } from '../../src/domain/events.js';
import type { AuthPolicy } from '../../src/domain/policy.js';
import { aWorld } from '../../src/testing/world.js';
import { ids } from '../support/still.js';
import type { Scene } from './stories.js';

type Policy = Partial<AuthPolicy>;
/** A story is the same whenever it is told. */
const now = new Date('2026-03-01T12:00:00.000Z');

export async function inMemory(policy: Policy): Promise<Scene> {
  const world = await aWorld({ policy, now });
  let read = 0;
  const news = async (): Promise<readonly DomainEvent[]> => {
    const told = world.facts().slice(read);
    read += told.length;
    return told;
  };
  return { world, news, close: () => world.close() };
}

/** A store that may be a broken one, in the place of the world's own. */
export async function over(store: MemoryStore): Promise<Scene> {
  const world = await aWorld({
    now,
    instead: ({ clock }) => {
      const work = new MemoryUnitOfWork({ store, clock, entropy: ids });
      return { work, outbox: new MemoryOutbox({ store, clock }), sweeper: new MemorySweeper({ store, work }) };
    },
  });
  const news = async (): Promise<readonly DomainEvent[]> => store.facts.splice(0).map(({ event }) => event);
  return { world, news, close: () => world.close() };
}

/** Whatever stories ask for stands in the database; nothing else of the store is asked for. */
export async function onPostgres(policy: Policy, pool: Pool): Promise<Scene> {
  const world = await aWorld({
    policy,
    now,
    instead: ({ clock }) => {
      const work = new PostgresUnitOfWork({ pool, clock, entropy: ids });
      return { work, sweeper: new PostgresSweeper({ pool, work }) };
    },
  });
  let position = '0';
  const news = async (): Promise<readonly DomainEvent[]> => {
    const { rows } = await pool.query<{ event: DomainEvent; position: string }>({
      name: 'news',
      text: 'select event, position from facts where position > $1 order by position',
      values: [position],
    });
    position = rows.at(-1)?.position ?? position;
    return rows.map(({ event }) => event);
  };
  return { world, news, close: () => world.close() };
}
