import { setImmediate } from 'node:timers/promises';
import type { Client } from '../../domain/client.js';
import { bookId, PolicyBook } from '../../domain/policies/policy-book.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { Policies } from '../../domain/ports/policies.js';
import type { MemoryStore } from './store.js';

/** A table of one row; rivals interleave as they do around a server. */
export class MemoryPolicies implements Policies {
  constructor(
    private readonly its: {
      readonly store: MemoryStore;
      readonly clock: Clock;
      readonly entropy: Pick<Entropy, 'id'>;
    },
  ) {}

  async read(): Promise<PolicyBook> {
    await setImmediate();
    const row = this.its.store.policies.get(bookId);
    return row ? PolicyBook.restore(row.state) : PolicyBook.blank();
  }

  async change<T>(by: Client, decide: (book: PolicyBook) => Promise<T>): Promise<T> {
    const { policies } = this.its.store;
    for (;;) {
      const version = policies.version(bookId);
      const book = await this.read();
      const before = book.snapshot();
      const answer = await decide(book);
      await setImmediate();
      if (book.snapshot() === before) return answer;
      if (policies.version(bookId) !== version) continue;
      policies.put(book.snapshot(), version + 1);
      this.tell(by, book);
      return answer;
    }
  }

  private tell({ address, device, correlationId, actor }: Client, book: PolicyBook): void {
    const { store, clock, entropy } = this.its;
    for (const event of book.releaseEvents())
      store.facts.push({ id: entropy.id(), at: clock.now(), address, device, correlationId, actor, event });
  }
}
