import type { Pool } from 'pg';
import { Actor } from '../../domain/actor.js';
import { AuditCursor } from '../../domain/audit/cursor.js';
import { after as later, hours } from '../../domain/duration.js';
import type { AuditFilter, AuditLog, AuditPage, AuditStretch } from '../../domain/ports/audit-log.js';
import { factColumns, factOf, type FactRow } from './fact-row.js';

/** Clocks of replicas do not differ by more; of a longer difference only facts at the edge of a span are missed. */
const skew = hours(1);

/** How a condition's values get their places. */
type Given = (value: unknown) => string;

/** Reads facts by the order in which they were committed, each question by an index that has this order. */
export class PostgresAuditLog implements AuditLog {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async page(filter: AuditFilter, stretch: AuditStretch): Promise<AuditPage> {
    const span = await this.span(filter);
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

  /**
   * Facts stand in the order of their commits, which is nearly that of their moments, and every seal knows the moments it
   * covers: the seals say where a span of time begins and ends, and no fact needs an index by time.
   */
  private async span({ from, to }: AuditFilter): Promise<((given: Given) => readonly string[]) | 'empty'> {
    if (!from && !to) return () => [];
    const { rows } = await this.pool.query<Marks>(marks, [from, to && later(to, skew)]);
    const [found] = rows;
    if (found?.begun === false) return 'empty';
    const { lower, upper } = found ?? { lower: null, upper: null };
    return (given) => [
      ...(lower ? [beside(lower, '>', given)] : []),
      ...(upper ? [beside(upper, '<=', given)] : []),
      ...(from ? [`facts.at >= ${given(from)}`] : []),
      ...(to ? [`facts.at < ${given(to)}`] : []),
    ];
  }
}

interface Marks {
  readonly lower: AuditCursor | null;
  readonly upper: AuditCursor | null;
  readonly begun: boolean | null;
}

// `lower`: everything up to there is too old. `upper`: everything beyond is too new. `begun`: something sealed is not.
const marks = `select
  (select xid::text || '.' || position from audit_seals where xid is not null and number <
    coalesce((select min(number) from audit_seals where to_at >= $1::timestamptz), 9223372036854775807)
    and $1::timestamptz is not null order by number desc limit 1) as lower,
  (select xid::text || '.' || position from audit_seals
    where xid is not null and number >= (select max(number) from audit_seals where from_at < $2::timestamptz)
      and number < (select max(number) from audit_seals) order by number limit 1) as upper,
  (select bool_or(from_at < $2::timestamptz) from audit_seals where $2::timestamptz is not null) as begun`;

function beside(cursor: AuditCursor, how: '<' | '<=' | '>', given: Given): string {
  const [transaction, position] = AuditCursor.parts(cursor);
  return `(facts.xid, facts.position) ${how} (${given(transaction)}::xid8, ${given(position)}::bigint)`;
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
