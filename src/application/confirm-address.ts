import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import type { EmailAddress } from '../domain/user/email-address.js';
import { User } from '../domain/user/user.js';
import type { Followed, LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';

export interface ConfirmAddressInput {
  /** As it was mailed. */
  readonly code: Secret;
  readonly client: Client;
}

export type ConfirmAddressOutcome =
  | { readonly status: 'confirmed'; readonly email: EmailAddress }
  | { readonly status: 'refused' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

const purposes = ['confirm-address', 'change-address'] as const;

/** Somebody shows that an address is theirs: the account that waits for it is made, or moves to it. Opens no session. */
export class ConfirmAddress {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ code, client }: ConfirmAddressInput): Promise<ConfirmAddressOutcome> {
    const { work, links, clock } = this.its;
    return work.run(client, async (tx): Promise<ConfirmAddressOutcome> => {
      const now = clock.now();
      const [crowd, followed] = await Promise.all([
        new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
        links.follow(tx, code, purposes, now),
      ]);
      if (crowd) return { status: 'too-many-attempts', ...crowd };
      if (!followed) return { status: 'refused' };
      const { link, user } = followed;
      // Of several who wished for an address the first to show that it is theirs has it.
      if (await tx.users.byEmail(link.to)) {
        tx.record({ type: 'link.refused', why: 'taken', purpose: followed.errand.purpose });
        return { status: 'refused' };
      }
      link.spend(user, now);
      this.carryOut(tx, followed, now);
      return { status: 'confirmed', email: link.to };
    });
  }

  private carryOut(tx: Transaction, { link, errand, user }: Followed<(typeof purposes)[number]>, now: Date): void {
    if (errand.purpose === 'change-address') {
      user?.recovery.changeAddress(link.to, link.id, now, this.its.policy);
      return;
    }
    const { passwordHash, language } = errand.wish;
    const newcomer = User.register(this.its.entropy.id<UserId>(), link.to, passwordHash, now, language);
    newcomer.recovery.verifyAddress(now);
    tx.users.add(newcomer);
  }
}
