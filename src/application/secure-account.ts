import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { EmailAddress } from '../domain/user/email-address.js';
import type { User } from '../domain/user/user.js';
import { endPrograms } from './end-programs.js';
import type { LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';

export interface SecureAccountInput {
  /** As it was mailed with a notice. */
  readonly code: Secret;
  readonly client: Client;
}

export type SecureAccountOutcome =
  | { readonly status: 'secured' | 'refused' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/**
 * "This was not me": ends everything that is open in the owner's name, and has a link mailed that sets a new password,
 * without which nobody signs in. It opens nothing itself: a notice lies in a mailbox for days.
 */
export class SecureAccount {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ code, client }: SecureAccountInput): Promise<SecureAccountOutcome> {
    const { work, links, clock } = this.its;
    return work.run(client, async (tx): Promise<SecureAccountOutcome> => {
      const now = clock.now();
      const [crowd, followed] = await Promise.all([
        new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
        links.follow(tx, code, ['not-me'], now),
      ]);
      if (crowd) return { status: 'too-many-attempts', ...crowd };
      if (!followed?.user) return { status: 'refused' };
      const { link, errand, user } = followed;
      link.spend(user, now);
      await this.secure(tx, user, errand.restores ? link.to : undefined);
      const { email } = user.snapshot();
      // However many others asked for: those ended with everything else, and whoever had this link has used it up.
      links.add(tx, { purpose: 'reset-password' }, { email, user }, now);
      return { status: 'secured' };
    });
  }

  private async secure(tx: Transaction, user: User, former: EmailAddress | undefined): Promise<void> {
    await endPrograms(tx, user);
    // Somebody else may have taken the address meanwhile; then it is theirs.
    const free = former && !(await tx.users.byEmail(former));
    user.recovery.secure(free ? former : undefined);
  }
}
