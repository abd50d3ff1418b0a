import type { Pool } from 'pg';
import { AuditCursor } from '../../domain/audit/cursor.js';
import { after, hours } from '../../domain/duration.js';

/** How a condition's values get their places. */
export type Given = (value: unknown) => string;

/** Clocks of replicas do not differ by more; of a longer difference only facts at the edge of a span are missed. */
const skew = hours(1);

// `lower`: everything up to there is too old. `upper`: everything beyond is too new. `begun`: something sealed is not.
const marks = `select
  (select xid::text || '.' || position from audit_seals where xid is not null and number <
    coalesce((select min(number) from audit_seals where to_at >= $1::timestamptz), 9223372036854775807)
    and $1::timestamptz is not null order by number desc limit 1) as lower,
  (select xid::text || '.' || position from audit_seals
    where xid is not null and number >= (select max(number) from audit_seals where from_at < $2::timestamptz)
      and number < (select max(number) from audit_seals) order by number limit 1) as upper,
  (select bool_or(from_at < $2::timestamptz) from audit_seals where $2::timestamptz is not null) as begun`;

interface Marks {
  readonly lower: AuditCursor | null;
  readonly upper: AuditCursor | null;
  readonly begun: boolean | null;
}

/**
 * What facts of a span of time fulfil. They stand in the order of their commits, which is nearly that of their moments,
 * and every seal knows the moments it covers: the seals say where the span begins and ends, and no fact needs an index
 * by time.
 */
export async function spanOf(
  pool: Pick<Pool, 'query'>,
  { from, to }: { readonly from?: Date | undefined; readonly to?: Date | undefined },
): Promise<((given: Given) => readonly string[]) | 'empty'> {
  if (!from && !to) return () => [];
  const { rows } = await pool.query<Marks>(marks, [from, to && after(to, skew)]);
  const { lower, upper, begun } = rows[0] ?? { lower: null, upper: null, begun: null };
  if (begun === false) return 'empty';
  return (given) => [
    ...(lower ? [beside(lower, '>', given)] : []),
    ...(upper ? [beside(upper, '<=', given)] : []),
    ...(from ? [`facts.at >= ${given(from)}`] : []),
    ...(to ? [`facts.at < ${given(to)}`] : []),
  ];
}

/** On one side of a place in the log. */
export function beside(cursor: AuditCursor, how: '<' | '<=' | '>', given: Given): string {
  const [transaction, position] = AuditCursor.parts(cursor);
  return `(facts.xid, facts.position) ${how} (${given(transaction)}::xid8, ${given(position)}::bigint)`;
}
