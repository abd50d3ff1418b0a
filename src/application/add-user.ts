import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { EmailAddress } from '../domain/user/email-address.js';
import { User } from '../domain/user/user.js';
import { newcomer } from '../domain/user/user-state.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';
import type { LinkDesk } from './link-desk.js';

export interface AddUserInput {
  readonly authority: Authority;
  readonly email: string;
  readonly client: Client;
}

export type AddUserOutcome =
  { readonly status: 'added'; readonly id: UserId } | { readonly status: 'email-rejected' | 'taken' } | Unauthorised;

/** Somebody who did not register: they have no password, and a link is mailed by which they set one. */
export class AddUser {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly entropy: Pick<Entropy, 'id'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, email: raw, client }: AddUserInput): Promise<AddUserOutcome> {
    const { work, links, entropy, clock, policy } = this.its;
    const email = EmailAddress.parse(raw);
    if (!email) return { status: 'email-rejected' };
    return work.run(acting(authority, client), async (tx): Promise<AddUserOutcome> => {
      const now = clock.now();
      const refusal = await unauthorised(tx, authority, ['admin'], now, policy);
      if (refusal) return refusal;
      if (await tx.users.byEmail(email)) return { status: 'taken' };
      const user = User.arrive(newcomer(entropy.id<UserId>(), email, now), 'added');
      tx.users.add(user);
      await links.mail(tx, { purpose: 'set-password' }, { email, user }, now);
      return { status: 'added', id: user.id };
    });
  }
}
