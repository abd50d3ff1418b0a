import type { Connection, Submittable } from 'pg';

/** A prepared statement. The name says its text, so a connection prepares each text once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A row as the server wrote it: whoever reads it knows what its columns are. */
export type Cells = readonly (string | null)[];

/** As much of a connection as its own queries use, beyond what its types show. */
export interface Wire extends Connection {
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
}

export const wireOf = (connection: Connection): Wire => connection as Wire;

/**
 * One run of a prepared statement, for `client.query`. `pg`'s own has the server describe the columns each time and makes
 * an object of the answer, an emitter of itself: half of what a small read costs. This one hands over cells.
 */
export class PreparedQuery implements Submittable {
  readonly name: string;
  readonly text: string;
  /** Called once, with an error or with nothing; `client.query` wraps it to give up after a while. */
  callback: ((error?: Error | null) => void) | undefined;
  /** The first row; most statements have no other. */
  first: Cells | undefined = undefined;
  private others: Cells[] | undefined = undefined;
  private readonly values: (string | null)[];

  /** Throws a `TypeError` at a value that is neither text, number, null nor a list of ids. */
  constructor({ name, text }: Statement, values: readonly unknown[]) {
    this.name = name;
    this.text = text;
    this.values = values.map(asText);
  }

  get rows(): readonly Cells[] {
    return this.first ? [this.first, ...(this.others ?? [])] : [];
  }

  submit(connection: Connection): void {
    const wire = wireOf(connection);
    wire.stream.cork();
    this.put(wire);
    wire.sync();
    wire.stream.uncork();
  }

  /** Everything but the `Sync` that ends it. */
  put(wire: Wire): void {
    const { name, text } = this;
    if (wire.parsedStatements[name] === undefined && wire.submittedNamedStatements[name] === undefined) {
      wire.parse({ name, text, types: [] }, true);
      wire.submittedNamedStatements[name] = text;
    }
    wire.bind({ statement: name, values: this.values }, true);
    wire.execute(null, true);
  }

  // What follows is called by the client, as the server answers.

  handleDataRow({ fields }: { readonly fields: Cells }): void {
    // No list for a single row: V8 may decide to make a list at this place old from birth, and what it holds with it.
    if (!this.first) this.first = fields;
    else if (this.others) this.others.push(fields);
    else this.others = [fields];
  }

  handleCommandComplete(): void {
    // Nothing to be learnt: how many rows there are is seen.
  }

  handleReadyForQuery(): void {
    this.callback?.();
  }

  handleError(error: Error): void {
    this.callback?.(error);
  }
}

function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null) return null;
  if (typeof value === 'number') return String(value);
  // Ids, which no array needs quoted.
  if (Array.isArray(value)) return `{${value.join(',')}}`;
  throw new TypeError('A statement takes texts, numbers, nulls and lists of ids');
}
