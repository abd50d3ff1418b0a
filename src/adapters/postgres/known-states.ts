import { Recent } from '../../application/recent.js';

/** The state that one tuple of a row held; `stamp` is its `xmin`, which every change of the row changes, whoever makes it. */
export interface Known<State> {
  readonly stamp: string;
  readonly state: State;
}

const remembered = 500;

/**
 * States that were read of late, so that a row which has not changed need not be sent and parsed again. The row is asked
 * all the same: what it says counts, and only what it does not repeat is taken from here.
 */
export class KnownStates<Id extends string, State> {
  private readonly held = new Recent<Id, Known<State>>(remembered);

  recall(id: Id): Known<State> | undefined {
    return this.held.get(id);
  }

  keep(id: Id, known: Known<State>): void {
    this.held.put(id, known);
  }
}
