import type { Pool } from 'pg';
import type { DeviceLabel } from '../../src/domain/client.js';
import type { DomainEvent, Fact } from '../../src/domain/events.js';
import type { FactId } from '../../src/domain/ids.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import type { Store } from '../../src/testing/store.js';
import { scratch, type Scratch } from './postgres.js';
import { ids, still } from './still.js';

interface FactRow {
  readonly id: FactId;
  readonly at: Date;
  readonly address: string | null;
  readonly device: DeviceLabel | null;
  readonly correlation_id: string;
  readonly event: DomainEvent;
}

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
  const { rows } = await pool.query<FactRow>(
    'select id, at, address, device, correlation_id, event from facts order by position',
  );
  return rows.map(({ id, at, address, device, correlation_id, event }) => {
    return { id, at, address: address ?? undefined, device: device ?? undefined, correlationId: correlation_id, event };
  });
}
