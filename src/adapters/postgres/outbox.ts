import type { Pool, PoolClient } from 'pg';
import type { DeviceLabel } from '../../domain/client.js';
import type { DomainEvent, Fact } from '../../domain/events.js';
import type { FactId } from '../../domain/ids.js';
import type { Outbox } from '../../domain/ports/outbox.js';
import { together } from './together.js';

interface FactRow {
  readonly id: FactId;
  readonly at: string;
  readonly address: string | null;
  readonly device: DeviceLabel | null;
  readonly correlation_id: string;
  readonly event: DomainEvent;
  readonly xid: string;
  readonly position: string;
}

const columns = ['id', 'at', 'address', 'device', 'correlation_id', 'event', 'xid', 'position']
  .map((name) => `facts.${name}`)
  .join(', ');

/**
 * Hands on what stands in the facts table, behind a mark that only moves forward. A position is given before its commit,
 * so facts become visible out of order: the mark stays below the oldest transaction that may still write one, and
 * passes none by.
 */
export class PostgresOutbox implements Outbox {
  constructor(private readonly pool: Pool) {}

  drain(deliver: (fact: Fact) => Promise<void>, limit: number): Promise<number> {
    // The lock on the mark is held while facts are handed on: whoever else asks finds nothing to do.
    return together(this.pool, async (client) => {
      const { rowCount } = await client.query('select from relay for update skip locked');
      return rowCount === 1 ? hand(client, deliver, limit) : 0;
    });
  }
}

async function hand(client: PoolClient, deliver: (fact: Fact) => Promise<void>, limit: number): Promise<number> {
  // Half at most, so that news gets through however much is owed.
  const { rows: owed } = await client.query<FactRow>(
    `select ${columns} from deliveries join facts on facts.id = deliveries.fact_id
     where deliveries.due_at <= now() order by facts.xid, facts.position limit $1`,
    [Math.ceil(limit / 2)],
  );
  const { rows: fresh } = await client.query<FactRow>(
    `select ${columns} from facts, relay
     where (facts.xid, facts.position) > (relay.xid, relay.position)
       and facts.xid < pg_snapshot_xmin(pg_current_snapshot())
     order by facts.xid, facts.position limit $1`,
    [limit - owed.length],
  );
  const rows = [...owed, ...fresh];
  const failed = new Set<FactId>();
  for (const row of rows) {
    await deliver(factOf(row)).catch(() => failed.add(row.id));
  }
  await owe(client, [...failed]);
  const settled = owed.map(({ id }) => id).filter((id) => !failed.has(id));
  if (settled.length > 0) await client.query('delete from deliveries where fact_id = any($1)', [settled]);
  const last = fresh.at(-1);
  if (last) await client.query('update relay set xid = $1, position = $2', [last.xid, last.position]);
  return rows.length - failed.size;
}

/** To be handed on again, each time after a longer while, at most an hour: nobody else waits for it. */
async function owe(client: PoolClient, failed: readonly FactId[]): Promise<void> {
  if (failed.length === 0) return;
  await client.query(
    `insert into deliveries as owed (fact_id, attempts, due_at)
     select id, 1, now() + interval '15 seconds' from unnest($1::uuid[]) as id
     on conflict (fact_id) do update set
       attempts = owed.attempts + 1,
       due_at = now() + least(interval '15 seconds' * power(2, least(owed.attempts, 20)), interval '1 hour')`,
    [failed],
  );
}

function factOf(row: FactRow): Fact {
  return {
    id: row.id,
    at: new Date(row.at),
    address: row.address ?? undefined,
    device: row.device ?? undefined,
    correlationId: row.correlation_id,
    event: row.event,
  };
}
