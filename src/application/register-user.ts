import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { PasswordBlocklist } from '../domain/ports/password-blocklist.js';
import type { PasswordHasher } from '../domain/ports/password-hasher.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordProblem } from '../domain/user/password.js';
import { User } from '../domain/user/user.js';
import { chosenPasswordProblem } from './chosen-password.js';
import { lane } from './lane.js';
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
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ email: raw, password, client }: RegisterUserInput): Promise<RegisterUserOutcome> {
    const { work, passwords, entropy, clock, policy } = this.its;
    if (policy.registration === 'closed') return { status: 'closed' };
    const email = EmailAddress.parse(raw);
    if (!email) return { status: 'email-rejected' };
    const problem = await chosenPasswordProblem(this.its, password, email);
    if (problem) return { status: 'password-rejected', problem };

    return work.run(client, {
      gather: async (tx) => {
        const limits = new Limits(this.its, tx, clock.now());
        const asked = [limits.ofClient('take', 'registration-client', client), tx.users.byEmail(email)] as const;
        return (await Promise.all(asked))[0];
      },
      // Hashed whether or not the address is taken: both take the same time.
      prove: async (crowd) => crowd ?? passwords.hash(password, lane(client, 'registration')),
      decide: async (tx, hash): Promise<RegisterUserOutcome> => {
        const now = clock.now();
        const crowd = await new Limits(this.its, tx, now).ofClient('take', 'registration-client', client);
        const late = crowd ?? (typeof hash === 'object' ? hash : undefined);
        if (late || typeof hash === 'object') return { status: 'too-many-attempts', retryAt: late?.retryAt };
        const owner = await tx.users.byEmail(email);
        if (owner) owner.registeredAgain();
        else tx.users.add(User.register(entropy.id<UserId>(), email, hash, now, client.language));
        return { status: 'accepted', email };
      },
    });
  }
}
