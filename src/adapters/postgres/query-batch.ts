import type { Connection, Submittable } from 'pg';
import type { Cells, PreparedQuery } from './prepared-query.js';

/** By name, on one connection: doubtful is what a batch was to prepare that was refused in its midst. */
type Statements = Map<string, 'prepared' | 'doubtful'>;

const known = new WeakMap<Connection, Statements>();

/**
 * Prepared statements in one message and one answer, for `client.query`: all up to one `Sync`, which makes them one
 * transaction (PostgreSQL's protocol, section 54.2.3). Where the server refuses one it undoes those before, and answers
 * nothing that comes after. `pg`'s own query has the server describe the columns each time and makes an object of each
 * row, an emitter of itself: half of what a small read costs. This one hands over cells.
 */
export class QueryBatch implements Submittable {
  /** Called once, with an error or with nothing; `client.query` wraps it to give up after a while. */
  callback: ((error?: Error | null) => void) | undefined;
  private statements: Statements | undefined;
  private prepares: { readonly name: string; readonly at: number }[] | undefined;
  private answered = 0;

  constructor(private readonly queries: readonly PreparedQuery[]) {}

  get text(): string {
    return this.queries.map(({ text }) => text).join('; ');
  }

  submit(connection: Connection): void {
    this.statements = known.get(connection);
    if (!this.statements) known.set(connection, (this.statements = new Map()));
    connection.stream.cork();
    for (let at = 0; at < this.queries.length; at += 1) this.put(connection, at, this.statements);
    connection.sync();
    connection.stream.uncork();
  }

  private put(connection: Connection, at: number, statements: Statements): void {
    const { name, text, values } = this.queries[at] as PreparedQuery;
    const state = statements.get(name);
    if (state !== 'prepared') {
      // To close what is not there is no mistake; to prepare what is there would be one.
      if (state === 'doubtful') connection.close({ type: 'S', name }, true);
      connection.parse({ name, text, types: [] }, true);
      statements.set(name, 'prepared');
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
    for (const { name, at } of this.prepares ?? []) if (at >= this.answered) this.statements?.set(name, 'doubtful');
    this.callback?.(error);
  }
}
