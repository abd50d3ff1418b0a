import type { Fact } from '../../domain/events.js';
import type { Outbox } from '../../domain/ports/outbox.js';
import type { MemoryStore } from './store.js';

/** Hands on what the store's decisions recorded. */
export class MemoryOutbox implements Outbox {
  private draining = false;

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
    const due = facts.filter((fact) => !delivered.has(fact.id)).slice(0, limit);
    let count = 0;
    for (const fact of due) {
      const done = await deliver(fact).then(
        () => true,
        () => false,
      );
      if (!done) continue;
      delivered.add(fact.id);
      count += 1;
    }
    return count;
  }
}
