import type { Fact } from '../../domain/events.js';
import type { FactId } from '../../domain/ids.js';
import type { Outbox } from '../../domain/ports/outbox.js';
import type { MemoryStore } from './store.js';

/** Hands on what the store's decisions recorded. */
export class MemoryOutbox implements Outbox {
  private draining = false;
  /** Tried in vain: these wait behind what is new. */
  private readonly owed = new Set<FactId>();

  constructor(private readonly store: MemoryStore) {}

  async drain(deliver: (fact: Fact) => Promise<void>, limit: number): Promise<number> {
    if (this.draining) return 0;
    this.draining = true;
    try {
      return await this.hand(deliver, limit);
    } finally {
      this.draining = false;
    }
  }

  private async hand(deliver: (fact: Fact) => Promise<void>, limit: number): Promise<number> {
    const { facts, delivered } = this.store;
    const undelivered = facts.filter((fact) => !delivered.has(fact.id));
    const isOwed = (fact: Fact): boolean => this.owed.has(fact.id);
    const fresh = undelivered.filter((fact) => !isOwed(fact));
    const due = [...fresh, ...undelivered.filter(isOwed)].slice(0, limit);
    let count = 0;
    for (const fact of due) {
      const done = await deliver(fact).then(
        () => true,
        () => false,
      );
      if (!done) {
        this.owed.add(fact.id);
        continue;
      }
      this.owed.delete(fact.id);
      delivered.add(fact.id);
      count += 1;
    }
    return count;
  }
}
