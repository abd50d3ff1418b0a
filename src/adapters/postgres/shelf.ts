const nothing: readonly never[] = [];

/** What was read of one kind, by its key. There is little of it, so it stands in a list. */
export class Shelf<Key, Value> {
  private held: readonly (readonly [Key, Value | undefined])[] = nothing;

  has(key: Key): boolean {
    return this.held.some(([name]) => name === key);
  }

  /** Undefined for what was found absent, and for what was not looked for. */
  get(key: Key): Value | undefined {
    for (const [name, value] of this.held) if (name === key) return value;
    return undefined;
  }

  /** What was read first stays: a decision sees one version of everything. */
  keep(key: Key, value: Value | undefined): void {
    if (!this.has(key)) this.held = [...this.held, [key, value]];
  }

  /** What was asked for, the first of it. */
  get first(): Key | undefined {
    return this.held[0]?.[0];
  }

  /** What was found, the first of it. */
  get present(): Key | undefined {
    return this.held.find(([, value]) => value !== undefined)?.[0];
  }
}
