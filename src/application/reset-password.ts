import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { PasswordBlocklist } from '../domain/ports/password-blocklist.js';
import { Busy, type PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Secret } from '../domain/secret.js';
import { PoolKey, type Barred } from '../domain/throttle/failure-pool.js';
import type { PasswordHash, PasswordProblem } from '../domain/user/password.js';
import { chosenPasswordProblem } from './chosen-password.js';
import { endPrograms } from './end-programs.js';
import { lane } from './lane.js';
import type { LinkDesk } from './link-desk.js';
import { Limits } from './limits.js';

export interface ResetPasswordInput {
  /** As it was mailed. */
  readonly code: Secret;
  readonly password: Secret;
  readonly client: Client;
}

/** `reset` opens no session, and leaves the second factor on: whoever reads the mail has proven one thing only. */
export type ResetPasswordOutcome =
  | { readonly status: 'reset' }
  | { readonly status: 'password-rejected'; readonly problem: PasswordProblem }
  | { readonly status: 'refused' }
  | { readonly status: 'too-many-attempts'; readonly retryAt: Date | undefined };

const purposes = ['reset-password', 'set-password'] as const;

interface Proof {
  /** Undefined where the link is not open, or the password was not taken. */
  readonly hash?: PasswordHash;
  readonly problem?: PasswordProblem;
  readonly late?: Barred;
}

/** A new password, by whoever followed a mailed link. Everything that the former one opened ends. */
export class ResetPassword {
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

  execute(input: ResetPasswordInput): Promise<ResetPasswordOutcome> {
    const { work, passwords, links, clock } = this.its;
    const { code, password, client } = input;
    return work.run(client, {
      gather: async (tx) => {
        const now = clock.now();
        const [crowd, followed] = await Promise.all([
          new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
          links.follow(tx, code, purposes, now),
        ]);
        return { crowd, owner: followed?.user?.snapshot().email };
      },
      // Hashed for an open link alone: made-up codes cost us nothing, and a weak password does not use a link up.
      prove: async ({ crowd, owner }): Promise<Proof> => {
        if (crowd) return { late: crowd };
        if (!owner) return {};
        const problem = await chosenPasswordProblem(this.its, password, owner);
        if (problem) return { problem };
        const hash = await passwords.hash(password, lane(client, 'registration'));
        return hash instanceof Busy ? { late: hash } : { hash };
      },
      decide: (tx, proof) => this.decide(tx, input, proof),
    });
  }

  private async decide(
    tx: Transaction,
    { code, client }: ResetPasswordInput,
    { hash, problem, late }: Proof,
  ): Promise<ResetPasswordOutcome> {
    const { links, entropy, clock } = this.its;
    const now = clock.now();
    const [crowd, followed] = await Promise.all([
      new Limits(this.its, tx, now).ofClient('take', 'mail-client', client),
      links.follow(tx, code, purposes, now),
    ]);
    if (crowd ?? late) return { status: 'too-many-attempts', retryAt: (crowd ?? late)?.retryAt };
    if (!followed?.user) return { status: 'refused' };
    if (problem) return { status: 'password-rejected', problem };
    if (!hash) return { status: 'refused' };
    const { link, user } = followed;
    link.spend(user, now);
    if (user.recovery.resetPassword(hash, now) === 'wiped') await endPrograms(tx, user);
    // What strangers guessed at is gone; they begin at nothing again, and so does the owner.
    const typed = entropy.keyedDigest('typed-address', user.snapshot().email);
    (await tx.pools.of(PoolKey.password(typed), now)).open(now, user.id);
    return { status: 'reset' };
  }
}
