import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { EmailAddress } from '../domain/user/email-address.js';
import { stale, type StaleProof } from './freshness.js';
import type { LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';
import { standing, type Viewer } from './viewer.js';

export interface ChangeAddressInput {
  readonly viewer: Viewer;
  readonly email: string;
  readonly client: Client;
}

/** `accepted`: nothing has changed yet. It says the same whether or not the new address is somebody else's. */
export type ChangeAddressOutcome =
  | { readonly status: 'accepted'; readonly email: EmailAddress }
  | { readonly status: 'email-rejected' | 'ended' }
  | StaleProof
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/** Has a link mailed to a new address; following it makes it the account's, and the former one hears of it. */
export class ChangeAddress {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ viewer, email: raw, client }: ChangeAddressInput): Promise<ChangeAddressOutcome> {
    const { work, links, clock, policy } = this.its;
    const email = EmailAddress.parse(raw);
    if (!email) return { status: 'email-rejected' };
    return work.run(client, async (tx): Promise<ChangeAddressOutcome> => {
      const now = clock.now();
      const [crowd, live, owner, mailbox] = await Promise.all([
        new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
        standing(tx, viewer, now),
        tx.users.byEmail(email),
        links.mailbox(tx, email, now),
      ]);
      if (crowd) return { status: 'too-many-attempts', ...crowd };
      if (!live) return { status: 'ended' };
      const { session, user } = live;
      const late = stale(session, user, now, policy);
      if (late) return late;
      const from = user.snapshot().email;
      if (!owner) await links.mail(tx, { purpose: 'change-address', from }, { email, user }, now);
      else if (owner.id !== user.id && mailbox.take('change-address', now, policy) === 'taken') owner.registeredAgain();
      return { status: 'accepted', email };
    });
  }
}
