import type { Pool } from 'pg';
import { Undeliverable, patience, type DeadLetter, type Drained, type Outbox } from '../../domain/ports/outbox.js';
import type { Failure, Subscriber } from '../../domain/ports/outbox.js';
import type { FactId } from '../../domain/ids.js';
import { factColumns, factOf, type FactRow } from './fact-row.js';
import { sortOut } from './sorting.js';

interface HeldRow extends FactRow {
  readonly attempts: number;
}

interface DeadRow extends HeldRow {
  readonly subscriber: string;
  readonly why: string;
  readonly dead_at: Date;
}

// Held by a moment in the row, not by a lock: no connection and no transaction waits for whoever is told, and what a
// worker held that died is due again by itself.
const hold = `
  with next as (
    select fact_id from deliveries where subscriber = $1 and dead_at is null and due_at <= now()
    order by due_at, position limit 1 for update skip locked
  )
  update deliveries set attempts = attempts + 1, due_at = now() + $2 * interval '1 millisecond'
  from next join facts on facts.id = next.fact_id
  where deliveries.fact_id = next.fact_id and deliveries.subscriber = $1
  returning deliveries.attempts, ${factColumns}`;

// Whoever was held for dead and is not has its say no longer, but where it delivered after all.
const settled = 'delete from deliveries where fact_id = $1 and subscriber = $2';
const failed = `
  update deliveries set why = $4,
    dead_at = case when $5 then now() end,
    due_at = now() + least($6 * power(2, least(attempts - 1, 20)), $7) * interval '1 millisecond'
  where fact_id = $1 and subscriber = $2 and attempts = $3`;

/** Hands on what stands in the facts table: first sorted out by who wants it, then one by one to whoever works at it. */
export class PostgresOutbox implements Outbox {
  constructor(private readonly pool: Pool) {}

  async drain(to: Subscriber, limit: number): Promise<Drained> {
    await sortOut(this.pool, to, limit);
    const failures: Drained['failed'][number][] = [];
    let delivered = 0;
    while (delivered + failures.length < limit) {
      const { rows } = await this.pool.query<HeldRow>(hold, [to.name, patience.hold]);
      const row = rows[0];
      if (!row) break;
      const failure = await this.hand(to, row);
      if (failure) failures.push(failure);
      else delivered += 1;
    }
    return { delivered, failed: failures };
  }

  async deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    const { rows } = await this.pool.query<DeadRow>(
      `select deliveries.subscriber, deliveries.attempts, deliveries.why, deliveries.dead_at, ${factColumns}
       from deliveries join facts on facts.id = deliveries.fact_id
       where deliveries.dead_at is not null order by deliveries.dead_at desc, deliveries.position desc limit $1`,
      [limit],
    );
    return rows.map((row) => ({ ...failureOf(row.subscriber, row, row.why), at: new Date(row.dead_at) }));
  }

  async replay(fact: FactId, subscriber: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update deliveries set dead_at = null, why = null, attempts = 0, due_at = now()
       where fact_id = $1 and subscriber = $2 and dead_at is not null`,
      [fact, subscriber],
    );
    return rowCount === 1;
  }

  async replayAll(subscriber: string): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update deliveries set dead_at = null, why = null, attempts = 0, due_at = now()
       where subscriber = $1 and dead_at is not null`,
      [subscriber],
    );
    return rowCount ?? 0;
  }

  async repeat(fact: FactId, subscriber: string): Promise<boolean> {
    // What a worker holds at this moment may be handed on twice: that does no harm.
    const { rowCount } = await this.pool.query(
      `insert into deliveries (fact_id, subscriber, position, attempts, due_at)
       select facts.id, relay.subscriber, facts.position, 0, now() from facts, relay
       where facts.id = $1 and relay.subscriber = $2
       on conflict (fact_id, subscriber) do update set dead_at = null, why = null, attempts = 0, due_at = now()`,
      [fact, subscriber],
    );
    return rowCount === 1;
  }

  async forget(subscriber: string): Promise<void> {
    // The mark first: whoever is sorting out holds it, and is waited for.
    await this.pool.query('delete from relay where subscriber = $1', [subscriber]);
    await this.pool.query('delete from deliveries where subscriber = $1', [subscriber]);
  }

  private async hand(to: Subscriber, row: HeldRow): Promise<Drained['failed'][number] | undefined> {
    try {
      await to.deliver(factOf(row));
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : 'unknown';
      const isDead = problem instanceof Undeliverable || row.attempts >= patience.tries;
      await this.pool.query(failed, [row.id, to.name, row.attempts, why, isDead, patience.first, patience.longest]);
      return { ...failureOf(to.name, row, why), isDead };
    }
    await this.pool.query(settled, [row.id, to.name]);
    return undefined;
  }
}

const failureOf = (subscriber: string, row: HeldRow, why: string): Failure => ({
  fact: factOf(row),
  subscriber,
  tries: row.attempts,
  why,
});
