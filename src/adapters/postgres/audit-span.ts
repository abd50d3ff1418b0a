import type { Pool } from 'pg';
import { AuditCursor } from '../../domain/audit/cursor.js';
import { after, hours } from '../../domain/duration.js';

/** How a condition's values get their places. */
export type Given = (value: unknown) => string;

/** A stretch of the log, between two places that are not in it, and the moments that its facts are wanted of. */
export interface Span {
  readonly above: AuditCursor | undefined;
  readonly below: AuditCursor;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

interface Asked {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only what is newer than that one. */
  readonly above?: AuditCursor | undefined;
  /** Only what is older than that one. */
  readonly below?: AuditCursor | undefined;
}

/** Clocks of replicas do not differ by more; of a longer difference only facts at the edge of a span are missed. */
const skew = hours(1);

// `horizon`: below every transaction that is still open, as for the outbox. `lower`: everything up to there is too old.
// `upper`: everything from there on is too new, and so is whatever is not sealed yet. `begun`: something sealed is not.
const marks = `select
  pg_snapshot_xmin(pg_current_snapshot())::text || '.0' as horizon,
  (select xid::text || '.' || position from audit_seals where xid is not null and number <
    coalesce((select min(number) from audit_seals where to_at >= $1::timestamptz), 9223372036854775807)
    and $1::timestamptz is not null order by number desc limit 1) as lower,
  (select xid::text || '.' || position + 1 from audit_seals
    where xid is not null and number >= coalesce((select max(number) from audit_seals where from_at < $2::timestamptz), 0)
      and (select to_at from audit_seals order by number desc limit 1) > $3::timestamptz
    order by number limit 1) as upper,
  (select bool_or(from_at < $3::timestamptz) from audit_seals where $3::timestamptz is not null) as begun`;

interface Marks {
  readonly horizon: AuditCursor;
  readonly lower: AuditCursor | null;
  readonly upper: AuditCursor | null;
  readonly begun: boolean | null;
}

/**
 * Where facts are that fulfil what is asked. They stand in the order of their commits, which is nearly that of their
 * moments, and every seal knows the moments it covers: the seals say where a span of time begins and ends, and no fact
 * needs an index by time. Undefined where there is nothing.
 */
export async function spanOf(pool: Pick<Pool, 'query'>, { from, to, above, below }: Asked): Promise<Span | undefined> {
  const { rows } = await pool.query<Marks>(marks, [from, to, to && after(to, skew)]);
  const [found] = rows;
  if (!found || found.begun === false) return undefined;
  // One bound on each side: of several, PostgreSQL begins its walk through an index at any, and that may be far away.
  return {
    above: [above, found.lower ?? undefined].reduce(AuditCursor.newer),
    below: [below, found.upper ?? undefined].reduce(AuditCursor.older, found.horizon) ?? found.horizon,
    from,
    to,
  };
}

/** What facts of a span fulfil. */
export const within = ({ above, below, from, to }: Span, given: Given): readonly string[] => [
  beside('<', below, given),
  ...(above ? [beside('>', above, given)] : []),
  ...(from ? [`facts.at >= ${given(from)}`] : []),
  ...(to ? [`facts.at < ${given(to)}`] : []),
];

function beside(how: '<' | '>', cursor: AuditCursor, given: Given): string {
  const [transaction, position] = AuditCursor.parts(cursor);
  return `(facts.xid, facts.position) ${how} (${given(transaction)}::xid8, ${given(position)}::bigint)`;
}
