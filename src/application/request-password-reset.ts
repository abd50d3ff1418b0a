import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';

export interface RequestPasswordResetInput {
  readonly email: string;
  readonly client: Client;
}

/** `accepted` says the same whether or not somebody has the address: whoever reads its mail hears of it. */
export type RequestPasswordResetOutcome =
  | { readonly status: 'accepted'; readonly email: EmailAddress }
  | { readonly status: 'email-rejected' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

/** Has a link mailed that sets a new password: to the address that is stored, never to one that was typed. */
export class RequestPasswordReset {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ email: raw, client }: RequestPasswordResetInput): Promise<RequestPasswordResetOutcome> {
    const { work, links, clock } = this.its;
    const email = EmailAddress.parse(raw);
    if (!email) return { status: 'email-rejected' };
    return work.run(client, async (tx): Promise<RequestPasswordResetOutcome> => {
      const now = clock.now();
      const [crowd, user] = await Promise.all([
        new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
        tx.users.byEmail(email),
        links.mailbox(tx, email, now),
      ]);
      if (crowd) return { status: 'too-many-attempts', ...crowd };
      // One read and one commit of the same rows either way, or the time would tell them apart.
      if (user?.isActive) {
        await links.mail(tx, { purpose: 'reset-password' }, { email: user.snapshot().email, user }, now);
      } else {
        await links.feign(tx, { purpose: 'reset-password' }, email, now);
        tx.record({ type: 'link.refused', why: 'unknown-address', purpose: 'reset-password' });
      }
      return { status: 'accepted', email };
    });
  }
}
