import type { Aggregate } from '../../domain/aggregate.js';
import type { Reading } from './reading.js';
import type { Row } from './row.js';

/** One aggregate as one decision holds it. */
export class Held<State extends { readonly id: string }, A extends Aggregate<State>> {
  /** Asked for by its own id: a decision that writes depends on it. */
  named = false;

  constructor(
    readonly id: State['id'],
    readonly aggregate: A,
    /** Undefined for what was added. */
    private readonly initial: State | undefined,
    /** 0 where there was no row. */
    readonly version: number,
  ) {}

  get isAdded(): boolean {
    return this.initial === undefined;
  }

  get isTouched(): boolean {
    return this.aggregate.snapshot() !== this.initial;
  }

  /** Touched in more than what changes without a new version. */
  isChanged(passing: readonly (keyof State)[]): boolean {
    const state = this.aggregate.snapshot();
    const { initial } = this;
    if (state === initial) return false;
    if (!initial) return true;
    for (const key in state) if (state[key] !== initial[key] && !passing.includes(key)) return true;
    return false;
  }
}

/** The aggregates of one kind that one decision holds, one object an id; there are few, so they stand in a list. */
export abstract class Holding<State extends { readonly id: string }, A extends Aggregate<State>> {
  readonly all: Held<State, A>[] = [];

  constructor(protected readonly reading: Reading) {}

  /** None of them was changed or has anything to tell. */
  get isIdle(): boolean {
    return this.all.every(({ isTouched, aggregate }) => !isTouched && !aggregate.hasEvents);
  }

  protected abstract restore(state: State): A;

  find(id: State['id']): Held<State, A> | undefined {
    for (const held of this.all) if (held.id === id) return held;
    return undefined;
  }

  /** The one object for a row, asked for by name or `looked through`. */
  take(row: Row<State>, how: 'named' | 'looked-through' = 'named'): A {
    const { state, version } = row;
    const held = this.find(state.id) ?? this.hold(new Held(state.id, this.restore(state), state, version));
    held.named ||= how === 'named';
    return held.aggregate;
  }

  /** Stands for the absence of a row, which is asserted like one. */
  blank(aggregate: A): A {
    const state = aggregate.snapshot();
    const held = this.find(state.id) ?? this.hold(new Held(state.id, aggregate, state, 0));
    held.named = true;
    return held.aggregate;
  }

  add(aggregate: A): void {
    this.hold(new Held<State, A>(aggregate.snapshot().id, aggregate, undefined, 0)).named = true;
  }

  private hold(held: Held<State, A>): Held<State, A> {
    this.all.push(held);
    return held;
  }
}
