import type { DomainEvent } from './events.js';

/** The only base class in the house: state behind a wall, facts waiting to be collected. */
export abstract class Aggregate<State extends { readonly id: string }> {
  private facts: DomainEvent[] = [];
  protected constructor(protected state: State) {}

  /** The state as one immutable plain object; the same object for as long as nothing changed. */
  snapshot(): State {
    return this.state;
  }

  /** What happened since the last call, oldest first. */
  releaseEvents(): readonly DomainEvent[] {
    const released = this.facts;
    this.facts = [];
    return released;
  }

  protected change(patch: Partial<State>): void {
    this.state = { ...this.state, ...patch };
  }

  protected record(event: DomainEvent): void {
    this.facts.push(event);
  }
}
