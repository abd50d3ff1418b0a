import type { Pool } from 'pg';
import { Actor } from '../../domain/actor.js';
import { AuditCursor } from '../../domain/audit/cursor.js';
import type { AuditFilter, AuditLog, AuditPage, AuditStretch } from '../../domain/ports/audit-log.js';
import { spanOf, within, type Given } from './audit-span.js';
import { factColumns, factOf, type FactRow } from './fact-row.js';

/** Reads facts by the order in which they were committed, each question by an index that has this order. */
export class PostgresAuditLog implements AuditLog {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async page(filter: AuditFilter, stretch: AuditStretch): Promise<AuditPage> {
    const { count, end, after: below, before: above } = stretch;
    const span = await spanOf(this.pool, { ...filter, above, below });
    if (!span) return { entries: [], more: false };
    const kinds = filter.kinds ?? (await this.kindsFor(filter));
    if (kinds?.length === 0) return { entries: [], more: false };
    const values: unknown[] = [];
    const given: Given = (value) => `$${values.push(value)}`;
    const text = question(filter, kinds, within(span, given), stretch, given);
    const { rows } = await this.pool.query<FactRow>(text, values);
    const kept = rows.slice(0, count);
    const entries = kept.map((row) => ({ fact: factOf(row), cursor: AuditCursor.at(row.xid, row.position) }));
    return { entries: end === 'first' ? entries : entries.toReversed(), more: rows.length > count };
  }

  /** By whom or by where is looked up beneath a kind: where none is given all are. */
  private async kindsFor({ user, actor, address }: AuditFilter): Promise<readonly string[] | undefined> {
    if (actor || (user === undefined && address === undefined)) return undefined;
    const { rows } = await this.pool.query<{ kind: string }>(allKinds);
    return rows.map(({ kind }) => kind);
  }
}

// Every kind there is, found by as many steps through the index.
const allKinds = `with recursive k as (
  (select type from facts order by type limit 1)
  union all select (select type from facts where type > k.type order by type limit 1) from k where k.type is not null
) select type as kind from k where type is not null`;

function question(
  { user, actor, address }: AuditFilter,
  kinds: readonly string[] | undefined,
  placing: readonly string[],
  { count, end }: AuditStretch,
  given: Given,
): string {
  const conditions = [
    ...placing,
    ...(user ? [`facts.user_id = ${given(user)}`] : []),
    ...(actor ? [`facts.actor = ${given(Actor.write(actor))}`] : []),
    ...(address === undefined ? [] : [`facts.address = ${given(address)}`]),
  ].join(' and ');
  const way = end === 'first' ? 'desc' : 'asc';
  const ordered = `order by facts.xid ${way}, facts.position ${way} limit ${given(count + 1)}`;
  if (!kinds) return `select ${factColumns} from facts where ${conditions} ${ordered}`;
  // A page of each kind, and of these the page: each comes in order from an index, however many facts there are. Each
  // kind is a question of its own, for the planner knows which are rare.
  const each = kinds.map(
    (kind) => `(select * from facts where facts.type = ${given(kind)} and ${conditions} ${ordered})`,
  );
  return `select ${factColumns} from (${each.join(' union all ')}) as facts ${ordered}`;
}
