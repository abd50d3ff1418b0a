import type { DeviceLabel } from '../../domain/client.js';
import type { DomainEvent, Fact } from '../../domain/events.js';
import type { FactId } from '../../domain/ids.js';

export interface FactRow {
  readonly id: FactId;
  readonly at: string;
  readonly address: string | null;
  readonly device: DeviceLabel | null;
  readonly correlation_id: string;
  readonly event: DomainEvent;
  readonly xid: string;
  readonly position: string;
}

export const factColumns = ['id', 'at', 'address', 'device', 'correlation_id', 'event', 'xid', 'position']
  .map((name) => `facts.${name}`)
  .join(', ');

export const factOf = (row: FactRow): Fact => ({
  id: row.id,
  at: new Date(row.at),
  address: row.address ?? undefined,
  device: row.device ?? undefined,
  correlationId: row.correlation_id,
  event: row.event,
});
