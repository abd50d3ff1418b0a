import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { PasswordBlocklist } from '../domain/ports/password-blocklist.js';
import type { PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { PendingWish } from '../domain/recovery/mailed-link.js';
import type { Secret } from '../domain/secret.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordProblem } from '../domain/user/password.js';
import { User } from '../domain/user/user.js';
import { chosenPasswordProblem } from './chosen-password.js';
import { lane } from './lane.js';
import type { LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';

export interface RegisterUserInput {
  readonly email: string;
  readonly password: Secret;
  readonly client: Client;
}

/** `accepted` says the same whether or not the address was already taken: its owner hears of it. */
export type RegisterUserOutcome =
  | { readonly status: 'accepted'; readonly email: EmailAddress }
  | { readonly status: 'email-rejected' }
  | { readonly status: 'password-rejected'; readonly problem: PasswordProblem }
  | { readonly status: 'closed' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

export class RegisterUser {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly passwords: PasswordHasher;
      readonly blocklist: PasswordBlocklist;
      readonly links: LinkDesk;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ email: raw, password, client }: RegisterUserInput): Promise<RegisterUserOutcome> {
    const { work, passwords, links, clock, policy } = this.its;
    if (policy.registration === 'closed') return { status: 'closed' };
    const email = EmailAddress.parse(raw);
    if (!email) return { status: 'email-rejected' };
    const problem = await chosenPasswordProblem(this.its, password, email);
    if (problem) return { status: 'password-rejected', problem };

    return work.run(client, {
      gather: async (tx) => {
        const limits = new Limits(this.its, tx, clock.now());
        const [crowd] = await Promise.all([
          limits.ofClient('take', 'registration-client', client),
          tx.users.byEmail(email),
          links.mailbox(tx, email, clock.now()),
        ]);
        return crowd;
      },
      // Hashed whether or not the address is taken: both take the same time.
      prove: async (crowd) => crowd ?? passwords.hash(password, lane(client, 'registration')),
      decide: async (tx, hash): Promise<RegisterUserOutcome> => {
        const now = clock.now();
        const crowd = await new Limits(this.its, tx, now).ofClient('take', 'registration-client', client);
        const late = crowd ?? (typeof hash === 'object' ? hash : undefined);
        if (late || typeof hash === 'object') return { status: 'too-many-attempts', retryAt: late?.retryAt };
        await this.welcome(tx, email, { passwordHash: hash, language: client.language }, now);
        return { status: 'accepted', email };
      },
    });
  }

  /** Where addresses are verified, nobody is there before the mail has come back: a wish is all there is. */
  private async welcome(tx: Transaction, email: EmailAddress, wish: PendingWish, now: Date): Promise<void> {
    const { links, entropy, policy } = this.its;
    const owner = await tx.users.byEmail(email);
    const { passwordHash, language } = wish;
    if (owner) {
      const mailbox = await links.mailbox(tx, email, now);
      if (mailbox.take('confirm-address', now, policy) === 'taken') owner.registeredAgain();
    } else if (policy.addressVerification === 'on') {
      await links.mail(tx, { purpose: 'confirm-address', wish }, { email, user: undefined }, now);
    } else {
      tx.users.add(User.register(entropy.id<UserId>(), email, passwordHash, now, language));
    }
  }
}
