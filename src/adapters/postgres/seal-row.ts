import type { Seal } from '../../domain/audit/seal.js';
import type { Opening, SealableFact, Signature } from '../../domain/audit/sealable-fact.js';
import type { FactId } from '../../domain/ids.js';

export interface SealRow {
  readonly number: string;
  readonly count: number;
  readonly facts: readonly FactId[] | null;
  readonly hints: readonly string[] | null;
  readonly hash: string;
  readonly signature: Signature;
  readonly from_at: string | Date;
  readonly to_at: string | Date;
  readonly sealed_at: string | Date;
  readonly pruned: Signature | null;
}

export const sealOf = (row: SealRow): Seal => ({
  number: Number(row.number),
  count: row.count,
  facts: row.facts ?? undefined,
  hints: row.hints ?? undefined,
  hash: row.hash,
  signature: row.signature,
  from: new Date(row.from_at),
  to: new Date(row.to_at),
  sealedAt: new Date(row.sealed_at),
  pruned: row.pruned ?? undefined,
});

interface SealableRow {
  readonly id: FactId;
  readonly position: string;
  readonly said_at: string;
  readonly type: string;
  readonly correlation_id: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly user_id: string | null;
  readonly actor: string | null;
  readonly address: string | null;
  readonly device: string | null;
  readonly salt: string | null;
  readonly opening: Opening | null;
}

/** What `sealableOf` wants to be selected of `facts`; with its place. */
export const sealableColumns = `id, xid, position, type, correlation_id, event, user_id, actor, address, device, salt, opening,
  to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as said_at`;

export const sealableOf = (row: SealableRow): SealableFact => ({
  id: row.id,
  position: row.position,
  at: row.said_at,
  type: row.type,
  correlationId: row.correlation_id,
  event: row.event,
  user: row.user_id ?? undefined,
  actor: row.actor ?? undefined,
  address: row.address ?? undefined,
  device: row.device ?? undefined,
  salt: row.salt ?? undefined,
  opening: row.opening ?? undefined,
});

export type PlacedRow = SealableRow & { readonly xid: string };
