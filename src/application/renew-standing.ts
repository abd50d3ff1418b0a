import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UserBatches } from '../domain/ports/user-batches.js';
import { acting } from './authority.js';

export interface RenewStandingInput {
  /** Goes on behind this one, where an earlier run was interrupted. */
  readonly after: UserId | undefined;
  readonly client: Client;
  /** Told after each batch: how many users are done, and which was the last. */
  readonly onBatch: (done: number, last: UserId) => void;
}

const batch = 500;

/**
 * After a backup was restored: what has ended since then must not live again. Every epoch rises, so that sessions,
 * challenges and trust in devices of the restored past are dead, and every code that a phone has shown so far counts as
 * spent. Doing it twice does no harm.
 */
export class RenewStanding {
  constructor(private readonly its: { readonly batches: UserBatches; readonly clock: Clock }) {}

  /** Resolves with how many users there were. */
  async execute({ after, client, onBatch }: RenewStandingInput): Promise<number> {
    const { batches, clock } = this.its;
    const by = acting({ kind: 'operator' }, client);
    let done = 0;
    for (let last = after; ;) {
      const now = clock.now();
      const next = await batches.change({ after: last, limit: batch }, by, (user) => user.renewStanding(now));
      if (!next) return done;
      done += next.count;
      last = next.last;
      onBatch(done, last);
    }
  }
}
