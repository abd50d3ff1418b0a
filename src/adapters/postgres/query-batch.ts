import type { Connection, Submittable } from 'pg';
import type { Cells, PreparedQuery } from './prepared-query.js';

/** Names of what is prepared on a connection, or asked to be. */
const prepared = new WeakMap<Connection, Set<string>>();

/**
 * Prepared statements in one message and one answer, for `client.query`: all up to one `Sync`, which makes them one
 * transaction (PostgreSQL's protocol, section 54.2.3). Where the server refuses one it undoes those before, and answers
 * nothing that comes after. `pg`'s own query has the server describe the columns each time and makes an object of each
 * row, an emitter of itself: half of what a small read costs. This one hands over cells.
 */
export class QueryBatch implements Submittable {
  /** Called once, with an error or with nothing; `client.query` wraps it to give up after a while. */
  callback: ((error?: Error | null) => void) | undefined;
  private names: Set<string> | undefined;
  private prepares: { readonly name: string; readonly at: number }[] | undefined;
  private answered = 0;

  constructor(private readonly queries: readonly PreparedQuery[]) {}

  get text(): string {
    return this.queries.map(({ text }) => text).join('; ');
  }

  submit(connection: Connection): void {
    this.names = prepared.get(connection);
    if (!this.names) prepared.set(connection, (this.names = new Set()));
    connection.stream.cork();
    for (let at = 0; at < this.queries.length; at += 1) this.put(connection, at, this.names);
    connection.sync();
    connection.stream.uncork();
  }

  private put(connection: Connection, at: number, names: Set<string>): void {
    const { name, text, values } = this.queries[at] as PreparedQuery;
    if (!names.has(name)) {
      // Of what a refused batch was to prepare nobody knows whether it is; to close what is not there is no mistake.
      connection.close({ type: 'S', name }, true);
      connection.parse({ name, text, types: [] }, true);
      names.add(name);
      (this.prepares ??= []).push({ name, at });
    }
    connection.bind({ statement: name, values }, true);
    connection.execute(null, true);
  }

  // What follows is called by the client, as the server answers.

  handleDataRow({ fields }: { readonly fields: Cells }): void {
    this.queries[this.answered]?.add(fields);
  }

  handleCommandComplete(): void {
    this.answered += 1;
  }

  handleReadyForQuery(): void {
    this.callback?.();
  }

  handleError(error: Error): void {
    for (const query of this.queries) query.forget();
    for (const { name, at } of this.prepares ?? []) if (at >= this.answered) this.names?.delete(name);
    this.callback?.(error);
  }
}
