import { itself } from '../domain/client.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { accountView, type AccountView } from '../domain/user/account-view.js';
import { meant } from './whom.js';

export type ShowUserOutcome =
  { readonly status: 'found'; readonly user: AccountView; readonly sessions: number } | { readonly status: 'unknown' };

/** What an operator may see of one account: never a hash, a seed or a code. */
export class ShowUser {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  /** `whom`: an address or an id. */
  execute({ whom }: { readonly whom: string }): Promise<ShowUserOutcome> {
    const { work, clock } = this.its;
    return work.run(itself, async (tx) => {
      const now = clock.now();
      const user = await meant(tx, whom);
      if (!user) return { status: 'unknown' };
      const open = await tx.sessions.openOf(user.id, now);
      return {
        status: 'found',
        user: accountView(user),
        sessions: open.filter((session) => session.isLive(user, now)).length,
      };
    });
  }
}
