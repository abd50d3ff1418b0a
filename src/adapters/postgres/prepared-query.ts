/** A prepared statement. The name says its text, so a connection prepares each text once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A row as the server wrote it: whoever reads it knows what its columns are. */
export type Cells = readonly (string | null)[];

/** One run of a prepared statement, and the rows it is answered with. */
export class PreparedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: (string | null)[];
  /** The first row; most statements have no other. */
  first: Cells | undefined = undefined;
  private others: Cells[] | undefined = undefined;

  /** Throws a `TypeError` at a value that is neither text, number, null nor a list of ids. */
  constructor({ name, text }: Statement, values: readonly unknown[]) {
    this.name = name;
    this.text = text;
    this.values = values.map(asText);
  }

  get rows(): readonly Cells[] {
    return this.first ? [this.first, ...(this.others ?? [])] : [];
  }

  add(row: Cells): void {
    // No list for a single row: V8 may decide to make a list at this place old from birth, and what it holds with it.
    if (!this.first) this.first = row;
    else if (this.others) this.others.push(row);
    else this.others = [row];
  }

  /** What it was told is undone. */
  forget(): void {
    this.first = undefined;
    this.others = undefined;
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
