import type { Pool } from 'pg';
import type { Fact } from '../../src/domain/events.js';
import { factColumns, factOf, type FactRow } from '../../src/adapters/postgres/fact-row.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import type { Store } from '../../src/testing/store.js';
import { scratch, type Scratch } from './postgres.js';
import { ids, still } from './still.js';

export const workOn = (pool: Pool): PostgresUnitOfWork => new PostgresUnitOfWork({ pool, clock: still, entropy: ids });

/** The unit of work on a database of its own. */
export async function postgresStore(on?: Scratch): Promise<Store & { readonly scratch: Scratch }> {
  const database = on ?? (await scratch());
  return {
    scratch: database,
    work: workOn(database.pool),
    facts: () => factsIn(database.pool),
    close: () => database.close(),
  };
}

export async function factsIn(pool: Pool): Promise<readonly Fact[]> {
  const { rows } = await pool.query<FactRow>(`select ${factColumns} from facts order by position`);
  return rows.map(factOf);
}
