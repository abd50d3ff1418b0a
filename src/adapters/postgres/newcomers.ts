import type { Pool } from 'pg';
import { minutes } from '../../domain/duration.js';
import type { UserId } from '../../domain/ids.js';

/** Ids are given before their commit, and by clocks that differ. */
const overlap = minutes(10);
const step = 20_000; // rows looked at in one statement: some 150 ms

interface Step {
  readonly crowded: readonly UserId[];
  readonly count: number;
  /** The id it came to. */
  readonly last: string | null;
}

/**
 * Users who have more rows in a table than they may. Whoever has none that is new has not come to have more, so nobody
 * else is looked at: there may be millions. Where the number was lowered, it is enforced when something new comes.
 */
export class Newcomers {
  /** The id behind which the next step begins. */
  private mark: string | undefined;

  /** `counts` says which rows do; `table` has ids of version 7 (RFC 9562), and an index on `user_id`. */
  constructor(
    private readonly pool: Pool,
    private readonly table: 'auth_sessions' | 'devices',
    private readonly counts: string,
  ) {}

  /**
   * Hands those with more than `most` to `reduce`, until it has done `limit` things in all; answers how many it did. They
   * are looked at again until nothing is done. `values` are those of `counts`, from `$5` on.
   */
  async each(
    most: number,
    limit: number,
    values: readonly unknown[],
    reduce: (user: UserId, limit: number) => Promise<number>,
  ): Promise<number> {
    const from = this.mark ?? (await this.beginning());
    if (!from) return 0;
    const { crowded, count, last } = await this.step(from, most, limit, values);
    let done = 0;
    for (const user of crowded) if (done < limit) done += await reduce(user, limit - done);
    // Whoever nothing can be done about is passed by: nobody behind them may wait for that.
    if (done === 0 && last) this.mark = count < step ? earlier(last, overlap) : last;
    return done;
  }

  /** Before what came last: who came before that was looked at by whoever swept then. */
  private async beginning(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ id: string }>(`select id from ${this.table} order by id desc limit 1`);
    return rows[0] && earlier(rows[0].id, overlap);
  }

  private async step(from: string, most: number, limit: number, values: readonly unknown[]): Promise<Step> {
    // One user after the other by the index: as one group of all, the planner would read the whole table.
    const { rows } = await this.pool.query<Step>(
      `with step as materialized (select id, user_id from ${this.table} where id > $1 order by id limit $4)
       select (select count(*)::int from step) as count, (select id from step order by id desc limit 1) as last,
         array(
           select user_id from (select distinct user_id from step) fresh,
             lateral (select count(*) from ${this.table} its where its.user_id = fresh.user_id and ${this.counts}) held
           where held.count > $2 limit $3
         ) as crowded`,
      [from, most, limit, step, ...values],
    );
    const [found] = rows;
    if (!found) throw new Error('A count without a row');
    return found;
  }
}

/** The first id of a moment, `by` milliseconds before that of `id`. */
function earlier(id: string, by: number): string {
  const moment = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - by;
  const digits = Math.max(0, moment).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}
