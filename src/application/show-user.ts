import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { SessionView } from '../domain/session/auth-session.js';
import { accountView, type AccountView } from '../domain/user/account-view.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { explanationOf, type PolicyExplanation } from './explain-policy.js';
import { meant } from './whom.js';

export type ShowUserOutcome =
  | {
      readonly status: 'found';
      readonly user: AccountView;
      /** The live ones. */
      readonly sessions: readonly SessionView[];
      readonly policy: PolicyExplanation;
    }
  | { readonly status: 'unknown' }
  | Unauthorised;

/** What an operator may see of one account: never a hash, a seed or a code. */
export class ShowUser {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<ShowUserOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<ShowUserOutcome> => {
      const now = clock.now();
      const refusal = await unauthorised(tx, authority, ['admin', 'auditor'], now, policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      if (!user) return { status: 'unknown' };
      const open = await tx.sessions.openOf(user.id, now);
      const live = open.filter((session) => session.isLive(user, now));
      return {
        status: 'found',
        user: accountView(user),
        sessions: live.map((session) => session.view(user, now, policy)),
        policy: explanationOf(user, policy, now),
      };
    });
  }
}
