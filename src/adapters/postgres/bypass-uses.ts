import type { Pool } from 'pg';
import type { BypassName } from '../../domain/bypass.js';
import type { BypassUses } from '../../domain/ports/bypass-uses.js';

/** Looks into the facts, by an index of their own. */
export class PostgresBypassUses implements BypassUses {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async last(names: readonly BypassName[]): Promise<ReadonlyMap<BypassName, Date>> {
    if (names.length === 0) return new Map();
    const { rows } = await this.pool.query<{ name: BypassName; at: string | Date }>(
      `select event->>'name' as name, max(at) as at from facts
       where type = 'bypass.used' and event->>'name' = any($1) group by 1`,
      [names],
    );
    return new Map(rows.map(({ name, at }) => [name, new Date(at)]));
  }
}
