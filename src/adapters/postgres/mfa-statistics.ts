import type { Pool } from 'pg';
import type { FactKind } from '../../domain/events.js';
import type { Counted, FactorOwners, MfaStatistics } from '../../domain/ports/mfa-statistics.js';
import { spanOf, within } from './audit-span.js';

/** Counts facts by the index of their kinds, and looks through users for their factors. */
export class PostgresMfaStatistics implements MfaStatistics {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async counts(kinds: readonly FactKind[], from: Date, to: Date): Promise<readonly Counted[]> {
    const span = await spanOf(this.pool, { from, to });
    if (!span) return [];
    const values: unknown[] = [kinds];
    const conditions = within(span, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<{ kind: FactKind; of: string | null; count: number }>(
      `select type as kind, coalesce(event->>'kind', event->>'name') as of, count(*)::int from facts
       where ${['type = any($1)', ...conditions].join(' and ')} group by 1, 2 order by 1, 2`,
      values,
    );
    return rows.map(({ kind, of, count }) => ({ kind, of: of ?? undefined, count }));
  }

  async owners(): Promise<FactorOwners> {
    const owns = (kind: string): string => `state @> '{"enrolments":[{"kind":"${kind}"}]}'`;
    const { rows } = await this.pool.query<{ users: number; without: number; totp: number; codes: number }>(
      `select count(*)::int as users, count(*) filter (where not ${owns('totp')})::int as without,
         count(*) filter (where ${owns('totp')})::int as totp,
         count(*) filter (where ${owns('backup-code')})::int as codes
       from users where status = 'active' and state->'service' is null`,
    );
    const { users = 0, without = 0, totp = 0, codes = 0 } = rows[0] ?? {};
    return { users, withoutFactor: without, byFactor: { totp, 'backup-code': codes } };
  }
}
