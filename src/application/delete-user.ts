import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Traced, Traces } from '../domain/ports/traces.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { UserDirectory } from '../domain/ports/user-directory.js';
import type { User } from '../domain/user/user.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { isLastAdmin } from './last-admin.js';
import type { PseudonymiseUser } from './pseudonymise-user.js';
import { meant } from './whom.js';

/** `facts`: how many tell of a pseudonym now, and of nobody. */
export type DeleteUserOutcome =
  | { readonly status: 'deleted'; readonly id: UserId; readonly facts: number }
  | { readonly status: 'unknown' | 'last-admin' }
  | Unauthorised;

/**
 * Forgets a person: whatever they have open ends, their service accounts close, their address is anybody's again, nothing
 * is left in other tables, and the audit log knows them by a pseudonym. Interrupted, it is done again by the id, and goes on.
 */
export class DeleteUser {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly directory: UserDirectory;
      readonly traces: Traces;
      readonly pseudonymise: PseudonymiseUser;
      readonly entropy: Pick<Entropy, 'keyedDigest'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, whom, client }: AccountInput): Promise<DeleteUserOutcome> {
    const { work, directory, traces, pseudonymise, clock, policy } = this.its;
    const erased = await work.run(acting(authority, client), async (tx) => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      if (!user || user.snapshot().service) return { status: 'unknown' } as const;
      if (await isLastAdmin(tx, directory, user)) return { status: 'last-admin' } as const;
      await closeAccounts(tx, user);
      const whose = { user: user.id, address: this.addressOf(user) };
      user.erase();
      return { status: 'erased', whose } as const;
    });
    if (erased.status !== 'erased') return erased;
    const { whose } = erased;
    await traces.erase(whose);
    const done = await pseudonymise.execute({ authority, user: whose.user, client });
    return done.status === 'pseudonymised' ? { status: 'deleted', id: whose.user, facts: done.facts } : done;
  }

  /** Undefined where it is forgotten already: what was counted for it goes with time (see `Sweeper`). */
  private addressOf(user: User): Traced['address'] {
    const { status, email } = user.snapshot();
    if (status === 'deleted') return undefined;
    return { email, digest: this.its.entropy.keyedDigest('typed-address', email) };
  }
}

async function closeAccounts(tx: Transaction, owner: User): Promise<void> {
  for (const id of owner.snapshot().serviceAccounts) {
    const account = await tx.users.byId(id);
    if (account) owner.closeServiceAccount(account);
  }
}
