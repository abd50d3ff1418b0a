import type { DomainEvent } from './events.js';

const nothing: readonly DomainEvent[] = [];

/** The only base class in the house: state behind a wall, facts waiting to be collected. */
export abstract class Aggregate<State extends { readonly id: string }> {
  private facts: readonly DomainEvent[] = nothing;
  protected constructor(protected state: State) {}

  /** The state as one immutable plain object; the same object for as long as nothing changed. */
  snapshot(): State {
    return this.state;
  }

  /** What happened since the last call, oldest first. */
  releaseEvents(): readonly DomainEvent[] {
    const released = this.facts;
    this.facts = nothing;
    return released;
  }

  /** Whether anything happened since the events were released. */
  get hasEvents(): boolean {
    return this.facts.length > 0;
  }

  protected change(patch: Partial<State>): void {
    this.state = { ...this.state, ...patch };
  }

  protected record(event: DomainEvent): void {
    this.facts = [...this.facts, event];
  }
}
