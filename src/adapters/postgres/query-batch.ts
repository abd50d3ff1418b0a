import type { Connection, Submittable } from 'pg';
import { wireOf, type Cells, type PreparedQuery } from './prepared-query.js';

/**
 * Some prepared reads in one message and one answer: all up to one `Sync` (PostgreSQL's protocol, section 54.2.3). Where
 * the server refuses one, it answers nothing that comes after.
 */
export class QueryBatch implements Submittable {
  /** Called once, with an error or with nothing; `client.query` wraps it to give up after a while. */
  callback: ((error?: Error | null) => void) | undefined;
  private answered = 0;

  constructor(private readonly queries: readonly PreparedQuery[]) {}

  get text(): string {
    return this.queries.map(({ text }) => text).join('; ');
  }

  submit(connection: Connection): void {
    const wire = wireOf(connection);
    wire.stream.cork();
    for (const query of this.queries) query.put(wire);
    wire.sync();
    wire.stream.uncork();
  }

  // What follows is called by the client, as the server answers.

  handleDataRow(row: { readonly fields: Cells }): void {
    this.queries[this.answered]?.handleDataRow(row);
  }

  handleCommandComplete(): void {
    this.answered += 1;
  }

  handleReadyForQuery(): void {
    this.callback?.();
  }

  handleError(error: Error): void {
    this.callback?.(error);
  }
}
