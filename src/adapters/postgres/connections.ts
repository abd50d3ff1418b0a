import type { Pool, PoolClient } from 'pg';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { PreparedQuery, type Cells, type Statement } from './prepared-query.js';
import { QueryBatch } from './query-batch.js';
import { isRefusal, StatementRefused } from './refusal.js';
import { SharedReads } from './shared-reads.js';

type Query = PreparedQuery | QueryBatch;

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
  private readonly reads = new SharedReads((queries) => this.ask(new QueryBatch(queries), nothing));
  private isLooking = false;

  constructor(private readonly pool: Pool) {}

  /**
   * Runs one prepared statement on a connection of its own. Rejects with `StatementRefused` where the server refused it
   * and undid it, and with `Unavailable` where the server cannot be reached or did not say what became of it.
   */
  run(statement: Statement, values: readonly unknown[]): Promise<readonly Cells[]> {
    return this.ask(new PreparedQuery(statement, values), rowsOf);
  }

  /** As `run`, for statements that have one row at most. */
  row(statement: Statement, values: readonly unknown[]): Promise<Cells | undefined> {
    return this.ask(new PreparedQuery(statement, values), firstOf);
  }

  /**
   * As `row`, for what writes nothing: it travels with what others read at the same time, and is asked again alone where
   * one of them was refused.
   */
  async read(statement: Statement, values: readonly unknown[]): Promise<Cells | undefined> {
    const query = new PreparedQuery(statement, values);
    try {
      await this.reads.ask(query);
      return query.first;
    } catch (error) {
      if (error instanceof StatementRefused) return this.row(statement, values);
      throw error;
    }
  }

  // Every request comes through here: one promise, and no more where a connection is free.
  private ask<Q extends Query, T>(query: Q, take: (query: Q) => T): Promise<T> {
    const client = this.free.pop();
    return client ? this.send(client, query, take) : this.borrow().then((lent) => this.send(lent, query, take));
  }

  private send<Q extends Query, T>(client: PoolClient, query: Q, take: (query: Q) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      query.callback = (error) => {
        if (!error) {
          this.spare(client);
          return resolve(take(query));
        }
        const isRefused = isRefusal(error);
        // Of a batch that was refused nobody knows which statements are prepared on its connection.
        if (isRefused && !(query instanceof QueryBatch)) this.spare(client);
        else client.release(true);
        return reject(isRefused ? new StatementRefused(error) : asUnavailable(error));
      };
      client.query(query);
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

const nothing = (): void => undefined;
const rowsOf = ({ rows }: PreparedQuery): readonly Cells[] => rows;
const firstOf = ({ first }: PreparedQuery): Cells | undefined => first;

function unavailable(error: unknown): never {
  throw asUnavailable(error);
}

/** A mistake of ours is no outage. */
function asUnavailable(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError) return error;
  return new Unavailable('PostgreSQL cannot be reached', { cause: error });
}
