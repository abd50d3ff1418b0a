import { Actor } from '../../domain/actor.js';
import type { DeviceLabel } from '../../domain/client.js';
import type { DomainEvent, Fact } from '../../domain/events.js';
import type { FactId } from '../../domain/ids.js';

/** A row of `facts`, as the driver reads it. */
export interface FactRow {
  readonly id: FactId;
  readonly at: string | Date;
  readonly address: string | null;
  readonly device: DeviceLabel | null;
  readonly correlation_id: string;
  readonly actor: string | null;
  readonly event: DomainEvent;
  readonly xid: string;
  readonly position: string;
}

/** What `factOf` wants to be selected. */
export const factColumns = ['id', 'at', 'address', 'device', 'correlation_id', 'actor', 'event', 'xid', 'position']
  .map((name) => `facts.${name}`)
  .join(', ');

export function factOf(row: FactRow): Fact {
  return {
    id: row.id,
    at: new Date(row.at),
    address: row.address ?? undefined,
    device: row.device ?? undefined,
    correlationId: row.correlation_id,
    actor: row.actor === null ? undefined : Actor.read(row.actor),
    event: row.event,
  };
}
