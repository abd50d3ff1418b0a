import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { meant } from './whom.js';

/** `asked`: nothing has changed yet, and the owner has heard of it. Asking again moves nothing. */
export type ResetMfaOutcome =
  | { readonly status: 'asked'; readonly dueAt: Date }
  | { readonly status: 'unknown' | 'nothing-to-reset' | 'own-account' }
  | Unauthorised;

/**
 * For somebody who has lost every factor: an administrator has them taken away. There is time to object, since whoever
 * talks an administrator round has no factor either (ASVS 6.4.4): from `dueAt` on the next right password does without.
 * Any second factor that is used before stops it, and so does the link of the notice.
 */
export class ResetMfa {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<ResetMfaOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<ResetMfaOutcome> => {
      const now = clock.now();
      const refusal = await unauthorised(tx, authority, ['admin'], now, policy);
      if (refusal) return refusal;
      const actor = authority.kind === 'viewer' ? authority.viewer.session.userId : undefined;
      const user = await meant(tx, whom);
      if (!user?.isActive) return { status: 'unknown' };
      // Administrators ask another one: a stolen session of theirs must not do without their own factor.
      if (actor === user.id) return { status: 'own-account' };
      const asked = user.recovery.askMfaReset(actor, now, policy);
      return asked === 'no-factor' ? { status: 'nothing-to-reset' } : { status: 'asked', dueAt: asked.dueAt };
    });
  }
}
