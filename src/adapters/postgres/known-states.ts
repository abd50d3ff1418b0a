/** The state that one tuple of a row held; `stamp` is its `xmin`, which every change of the row changes, whoever makes it. */
export interface Known<State> {
  readonly stamp: string;
  readonly state: State;
}

const remembered = 500;

/**
 * States that were read of late, so that a row which has not changed need not be sent and parsed again. The row is asked
 * all the same: what it says counts, and only what it does not repeat is taken from here. Oldest out first.
 */
export class KnownStates<Id extends string, State> {
  // Unseen by whoever prints it: hashes of passwords and sealed seeds are among the states.
  readonly #held = new Map<Id, Known<State>>();

  recall(id: Id): Known<State> | undefined {
    return this.#held.get(id);
  }

  keep(id: Id, known: Known<State>): void {
    if (this.#held.size >= remembered && !this.#held.has(id)) {
      const [oldest] = this.#held.keys();
      if (oldest !== undefined) this.#held.delete(oldest);
    }
    this.#held.set(id, known);
  }
}
