import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { UserDirectory } from '../domain/ports/user-directory.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';
import { isLastAdmin } from './last-admin.js';
import { meant } from './whom.js';

/** An account that somebody with the authority for it acts on. */
export interface AccountInput {
  readonly authority: Authority;
  /** An address or an id. */
  readonly whom: string;
  readonly client: Client;
}

/** `last-admin`: nobody would be left to administer; give somebody else the role first. */
export type DisableUserOutcome =
  { readonly status: 'disabled' | 'unchanged' | 'unknown' | 'last-admin' } | Unauthorised;

/** Shuts an account: sessions, challenges and machine tokens end at once, and nobody gets in until it is enabled again. */
export class DisableUser {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly directory: UserDirectory;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<DisableUserOutcome> {
    const { work, directory, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<DisableUserOutcome> => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      if (!user) return { status: 'unknown' };
      if (!user.isActive) return { status: 'unchanged' };
      if (await isLastAdmin(tx, directory, user)) return { status: 'last-admin' };
      user.disable();
      return { status: 'disabled' };
    });
  }
}
