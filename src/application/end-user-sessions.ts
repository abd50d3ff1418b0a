import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { meant } from './whom.js';

export type EndUserSessionsOutcome =
  { readonly status: 'ended-all'; readonly id: UserId } | { readonly status: 'unknown' } | Unauthorised;

/** Signs somebody out everywhere, and ends the trust in their devices. Their machine tokens stay. */
export class EndUserSessions {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<EndUserSessionsOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<EndUserSessionsOutcome> => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      if (!user || user.snapshot().service || user.snapshot().status === 'deleted') return { status: 'unknown' };
      user.signOutEverywhere();
      return { status: 'ended-all', id: user.id };
    });
  }
}
