import type { Pool } from 'pg';
import { Actor } from '../../domain/actor.js';
import { AuditCursor } from '../../domain/audit/cursor.js';
import type { AuditFilter, AuditLog, AuditPage, AuditStretch } from '../../domain/ports/audit-log.js';
import { beside, spanOf, type Given } from './audit-span.js';
import { factColumns, factOf, type FactRow } from './fact-row.js';

/** Reads facts by the order in which they were committed, each question by an index that has this order. */
export class PostgresAuditLog implements AuditLog {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async page(filter: AuditFilter, stretch: AuditStretch): Promise<AuditPage> {
    const span = await spanOf(this.pool, filter);
    if (span === 'empty' || filter.kinds?.length === 0) return { entries: [], more: false };
    const values: unknown[] = [];
    const given: Given = (value) => `$${values.push(value)}`;
    const { count, end } = stretch;
    const text = question(filter, [...span(given), ...placed(stretch, given)], stretch, given);
    const { rows } = await this.pool.query<FactRow>(text, values);
    const kept = rows.slice(0, count);
    const entries = kept.map((row) => ({ fact: factOf(row), cursor: AuditCursor.at(row.xid, row.position) }));
    return { entries: end === 'first' ? entries : entries.toReversed(), more: rows.length > count };
  }
}

const placed = ({ after, before }: AuditStretch, given: Given): readonly string[] => [
  // Below every transaction that is still open, as for the outbox.
  'facts.xid < pg_snapshot_xmin(pg_current_snapshot())',
  ...(after ? [beside(after, '<', given)] : []),
  ...(before ? [beside(before, '>', given)] : []),
];

// Every kind there is, found by as many steps through the index.
const allKinds = `(with recursive k as (
  (select type from facts order by type limit 1)
  union all select (select type from facts where type > k.type order by type limit 1) from k where k.type is not null
) select type from k where type is not null)`;

function question(
  { user, actor, kinds, address }: AuditFilter,
  placing: readonly string[],
  { count, end }: AuditStretch,
  given: Given,
): string {
  const conditions = [
    ...placing,
    ...(user ? [`facts.user_id = ${given(user)}`] : []),
    ...(actor ? [`facts.actor = ${given(Actor.write(actor))}`] : []),
    ...(address === undefined ? [] : [`facts.address = ${given(address)}`]),
  ];
  const way = end === 'first' ? 'desc' : 'asc';
  const limit = given(count + 1);
  const ordered = `order by facts.xid ${way}, facts.position ${way} limit ${limit}`;
  const indexed = user !== undefined || address !== undefined;
  if (!kinds && (!indexed || actor)) {
    return `select ${factColumns} from facts where ${conditions.join(' and ')} ${ordered}`;
  }
  // A page of each kind, and of these the page: each comes in order from an index, however many facts there are.
  const each = kinds ? `unnest(${given(kinds)}::text[])` : allKinds;
  return `select ${factColumns} from ${each} as kinds(kind) cross join lateral (
      select * from facts where facts.type = kinds.kind and ${conditions.join(' and ')} ${ordered}
    ) as facts ${ordered}`;
}
