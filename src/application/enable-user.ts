import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { meant } from './whom.js';

export type EnableUserOutcome = { readonly status: 'enabled' | 'unchanged' | 'unknown' } | Unauthorised;

/** Opens a disabled account again. Nothing that ended comes back: its owner signs in anew. */
export class EnableUser {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<EnableUserOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<EnableUserOutcome> => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      // A service account that was closed has nobody who could answer for it.
      if (!user || user.snapshot().service) return { status: 'unknown' };
      if (user.snapshot().status !== 'disabled') return { status: 'unchanged' };
      user.enable();
      return { status: 'enabled' };
    });
  }
}
