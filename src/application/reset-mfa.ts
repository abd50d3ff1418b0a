import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';

export interface ResetMfaInput {
  /** The administrator who asks for it; undefined for the operator at the command line. */
  readonly actor: UserId | undefined;
  readonly user: UserId;
  readonly client: Client;
}

/** `asked`: nothing has changed yet, and the owner has heard of it. Asking again moves nothing. */
export type ResetMfaOutcome =
  { readonly status: 'asked'; readonly dueAt: Date } | { readonly status: 'unknown' | 'no-factor' | 'own-account' };

/**
 * For somebody who has lost every factor: an administrator has them taken away. There is time to object, since whoever
 * talks an administrator round has no factor either (ASVS 6.4.4): from `dueAt` on the next right password does without.
 * Any second factor that is used before stops it, and so does the link of the notice.
 */
export class ResetMfa {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ actor, user: id, client }: ResetMfaInput): Promise<ResetMfaOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(client, async (tx): Promise<ResetMfaOutcome> => {
      // Administrators ask another one: a stolen session of theirs must not do without their own factor.
      if (actor === id) return { status: 'own-account' };
      const user = await tx.users.byId(id);
      if (!user?.isActive) return { status: 'unknown' };
      const asked = user.recovery.askMfaReset(actor, clock.now(), policy);
      return asked === 'no-factor' ? { status: asked } : { status: 'asked', dueAt: asked.dueAt };
    });
  }
}
