import type { Client } from '../../domain/client.js';
import type { UnitOfWork } from '../../domain/ports/unit-of-work.js';
import type { UserBatch, UserBatches } from '../../domain/ports/user-batches.js';
import type { User } from '../../domain/user/user.js';
import type { MemoryStore } from './store.js';

/** One decision a batch. */
export class MemoryUserBatches implements UserBatches {
  constructor(private readonly its: { readonly store: MemoryStore; readonly work: UnitOfWork }) {}

  async change({ after, limit }: UserBatch, by: Client, change: (user: User) => void) {
    const { store, work } = this.its;
    const ids = [...store.users.states()].map(({ id }) => id).filter((id) => !after || id > after);
    const batch = ids.sort().slice(0, limit);
    const last = batch.at(-1);
    if (!last) return undefined;
    await work.run(by, async (tx) => {
      for (const user of await Promise.all(batch.map((id) => tx.users.byId(id)))) if (user) change(user);
    });
    return { last, count: batch.length };
  }
}
