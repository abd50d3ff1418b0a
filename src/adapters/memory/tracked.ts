import { setImmediate } from 'node:timers/promises';
import type { Aggregate } from '../../domain/aggregate.js';
import type { DomainEvent } from '../../domain/events.js';
import type { Row, Table } from './store.js';

/** What one run has read of a table: the first beat's and the last one's alike, so that nothing is read twice. */
export type Seen<Id, State> = Map<Id, Row<State> | undefined>;

interface Entry<State extends { readonly id: string }, A extends Aggregate<State>> {
  readonly aggregate: A;
  /** The state it was held with; undefined for what was added. */
  readonly initial: State | undefined;
  /** 0 where there was no row. */
  readonly version: number;
  /** Asked for by its own id: a decision that writes depends on it. A set that was looked through has no version. */
  named: boolean;
}

/** The aggregates of one kind that one decision holds: one object an id. `passing` are fields that have no version. */
export class Tracked<Id extends string, State extends { readonly id: Id }, A extends Aggregate<State>> {
  private readonly entries = new Map<Id, Entry<State, A>>();

  constructor(
    private readonly table: Table<Id, State>,
    private readonly seen: Seen<Id, State>,
    private readonly restore: (state: State) => A,
    private readonly passing: readonly (keyof State)[] = [],
  ) {}

  async byId(id: Id): Promise<A | undefined> {
    const entry = await this.load(id);
    if (entry) entry.named = true;
    return entry?.aggregate;
  }

  /** Looked through, not asked for by name. */
  async among(id: Id): Promise<A | undefined> {
    return (await this.load(id))?.aggregate;
  }

  /** What there is, or what stands for its absence: that there was no row is asserted like a row. */
  async orBlank(id: Id, blank: () => A): Promise<A> {
    const entry = (await this.load(id)) ?? this.blank(id, blank());
    entry.named = true;
    return entry.aggregate;
  }

  add(aggregate: A): void {
    this.entries.set(aggregate.snapshot().id, { aggregate, initial: undefined, version: 0, named: true });
  }

  held(): readonly A[] {
    return [...this.entries.values()].map((entry) => entry.aggregate);
  }

  adds(): boolean {
    return [...this.entries.values()].some((entry) => !entry.initial);
  }

  changes(): boolean {
    return [...this.entries.values()].some((entry) => this.differs(entry));
  }

  /** Whether everything still stands as it was read: what is to be written, and with `asserting` what was only named. */
  stands(asserting: boolean): boolean {
    return [...this.entries].every(([id, entry]) => {
      const guarded = this.differs(entry) || (asserting && entry.named);
      return !guarded || this.table.version(id) === entry.version;
    });
  }

  write(): void {
    for (const [id, entry] of this.entries) {
      const state = entry.aggregate.snapshot();
      if (this.differs(entry)) this.table.put(state, entry.version + 1);
      else if (state !== entry.initial) this.pass(id, state);
    }
  }

  events(): readonly DomainEvent[] {
    return this.held().flatMap((aggregate) => aggregate.releaseEvents());
  }

  /** Takes back nothing that a rival wrote meanwhile. */
  private pass(id: Id, state: State): void {
    const row = this.table.get(id);
    const passed = Object.fromEntries(this.passing.map((key) => [key, state[key]]));
    if (row) this.table.put({ ...row.state, ...passed }, row.version);
  }

  private differs({ aggregate, initial }: Entry<State, A>): boolean {
    const state = aggregate.snapshot();
    if (state === initial) return false;
    if (!initial) return true;
    return (Object.keys(state) as (keyof State)[]).some(
      (key) => !this.passing.includes(key) && state[key] !== initial[key],
    );
  }

  private async load(id: Id): Promise<Entry<State, A> | undefined> {
    if (!this.entries.has(id) && !this.seen.has(id)) {
      // Others get their turn here, as they would while a server answers.
      await setImmediate();
      if (!this.seen.has(id)) this.seen.set(id, this.table.get(id));
    }
    const held = this.entries.get(id);
    const row = this.seen.get(id);
    if (held || !row) return held;
    const entry = { aggregate: this.restore(row.state), initial: row.state, version: row.version, named: false };
    this.entries.set(id, entry);
    return entry;
  }

  private blank(id: Id, aggregate: A): Entry<State, A> {
    const entry = { aggregate, initial: aggregate.snapshot(), version: 0, named: false };
    this.entries.set(id, entry);
    return entry;
  }
}
