import type { Pool, PoolClient } from 'pg';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { PreparedQuery, type Cells, type Statement } from './prepared-query.js';
import { QueryBatch } from './query-batch.js';
import { isRefusal, StatementRefused } from './refusal.js';
import { SharedTrips } from './shared-trips.js';

/** Milliseconds between two looks at who is on loan and not used. */
const loan = 50;

/**
 * Connections on loan from the pool for as long as one statement follows the other: to take one and give it back for
 * each costs three timers, and a tenth of a small request. Nobody waits at the pool for one that is not used.
 */
export class Connections {
  /** On loan, and free. */
  private readonly free: PoolClient[] = [];
  private readonly heard = new WeakSet<PoolClient>();
  private readonly reads = new SharedTrips((queries) => this.ask(queries));
  private readonly commits = new SharedTrips((queries) => this.ask(queries));
  /** Whose commits are under way. */
  private readonly subjects = new Set<string>();
  private isLooking = false;

  constructor(private readonly pool: Pool) {}

  /**
   * Runs one prepared statement on a connection of its own. Rejects with `StatementRefused` where the server refused it
   * and undid it, and with `Unavailable` where the server cannot be reached or did not say what became of it.
   */
  async run(statement: Statement, values: readonly unknown[]): Promise<readonly Cells[]> {
    const query = new PreparedQuery(statement, values);
    await this.ask([query]);
    return query.rows;
  }

  /** As `run`, for statements that have one row at most. */
  async row(statement: Statement, values: readonly unknown[]): Promise<Cells | undefined> {
    const query = new PreparedQuery(statement, values);
    await this.ask([query]);
    return query.first;
  }

  /** As `row`, for what writes nothing: it travels with what others read at the same time. */
  read(statement: Statement, values: readonly unknown[]): Promise<Cells | undefined> {
    return this.reads.ask(new PreparedQuery(statement, values));
  }

  /**
   * As `row`, for what writes rows of one `subject` alone: it is committed together with what others commit at the same
   * time. Rivals about one subject go alone, so that nobody else's commit is undone for their sake.
   */
  async commit(subject: string, statement: Statement, values: readonly unknown[]): Promise<Cells | undefined> {
    if (this.subjects.has(subject)) return this.row(statement, values);
    this.subjects.add(subject);
    try {
      return await this.commits.ask(new PreparedQuery(statement, values), subject);
    } finally {
      this.subjects.delete(subject);
    }
  }

  // Every request comes through here: one promise, and no more where a connection is free.
  private ask(queries: readonly PreparedQuery[]): Promise<void> {
    const client = this.free.pop();
    return client ? this.send(client, queries) : this.borrow().then((lent) => this.send(lent, queries));
  }

  private send(client: PoolClient, queries: readonly PreparedQuery[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const batch = new QueryBatch(queries);
      batch.callback = (error) => {
        const isRefused = isRefusal(error);
        if (!error || isRefused) this.spare(client);
        else client.release(true);
        if (!error) resolve();
        else reject(isRefused ? new StatementRefused(error) : asUnavailable(error));
      };
      client.query(batch);
    });
  }

  private async borrow(): Promise<PoolClient> {
    const client = await this.pool.connect().catch(unavailable);
    if (!this.heard.has(client)) {
      this.heard.add(client);
      // One that breaks rejects the statement it carries; without a listener it would end the process as well.
      client.on('error', () => this.drop(client));
    }
    return client;
  }

  private drop(client: PoolClient): void {
    const place = this.free.indexOf(client);
    if (place < 0) return;
    this.free.splice(place, 1);
    client.release(true);
  }

  private spare(client: PoolClient): void {
    if (this.pool.waitingCount > 0 || this.pool.ending) return client.release();
    this.free.push(client);
    if (this.isLooking) return;
    this.isLooking = true;
    setTimeout(() => this.giveBack(), loan);
  }

  /** All that are free: whoever is asked next borrows again. */
  private giveBack(): void {
    this.isLooking = false;
    for (const client of this.free.splice(0)) client.release();
  }
}

function unavailable(error: unknown): never {
  throw asUnavailable(error);
}

/** A mistake of ours is no outage. */
function asUnavailable(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError) return error;
  return new Unavailable('PostgreSQL cannot be reached', { cause: error });
}
