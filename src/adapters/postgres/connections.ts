import type { Pool, PoolClient } from 'pg';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { PreparedQuery, type Cells, type Statement } from './prepared-query.js';
import { isRefusal, StatementRefused } from './refusal.js';

/** Milliseconds between two looks at who is on loan and not used. */
const loan = 20;

/**
 * Connections on loan from the pool for as long as one statement follows the other: to take one and give it back for
 * each costs three timers, and a tenth of a small request. Nobody waits at the pool for one that is not used.
 */
export class Connections {
  /** On loan, and free. */
  private readonly free: PoolClient[] = [];
  private readonly heard = new WeakSet<PoolClient>();
  private isLooking = false;

  constructor(private readonly pool: Pool) {}

  /**
   * Runs one prepared statement on a connection of its own. Rejects with `StatementRefused` where the server refused it
   * and undid it, and with `Unavailable` where the server cannot be reached or did not say what became of it.
   */
  async run(statement: Statement, values: readonly unknown[]): Promise<readonly Cells[]> {
    return (await this.ask(statement, values)).rows;
  }

  /** As `run`, for statements that have one row at most. */
  async row(statement: Statement, values: readonly unknown[]): Promise<Cells | undefined> {
    return (await this.ask(statement, values)).first;
  }

  private async ask(statement: Statement, values: readonly unknown[]): Promise<PreparedQuery> {
    const query = new PreparedQuery(statement, values);
    const client = this.free.pop() ?? (await this.borrow());
    try {
      await answered(client, query);
      this.spare(client);
      return query;
    } catch (error) {
      if (!isRefusal(error)) {
        client.release(true);
        return unavailable(error);
      }
      this.spare(client);
      throw new StatementRefused(error);
    }
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

function answered(client: PoolClient, query: PreparedQuery): Promise<void> {
  return new Promise((resolve, reject) => {
    query.callback = (error) => (error ? reject(error) : resolve());
    client.query(query);
  });
}

function unavailable(error: unknown): never {
  // A mistake of ours is no outage.
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  throw new Unavailable('PostgreSQL cannot be reached', { cause: error });
}
