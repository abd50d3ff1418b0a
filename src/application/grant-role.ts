import type { Client } from '../domain/client.js';
import { parseId, type UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Role } from '../domain/user/roles.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

export interface ChangeRoleInput {
  readonly authority: Authority;
  /** Of the user who is to have the role, or is not to have it any more. */
  readonly id: string;
  readonly role: Role;
  readonly client: Client;
}

export type GrantRoleOutcome =
  | { readonly status: 'granted'; readonly id: UserId; readonly roles: readonly Role[] }
  | { readonly status: 'unknown' }
  | Unauthorised;

/** Gives somebody a role. A service account has none: it proves no second factor. */
export class GrantRole {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, id, role, client }: ChangeRoleInput): Promise<GrantRoleOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<GrantRoleOutcome> => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      const wanted = parseId<UserId>(id);
      const user = wanted && (await tx.users.byId(wanted));
      if (!user || user.snapshot().service) return { status: 'unknown' };
      return { status: 'granted', id: user.id, roles: user.changeRole({ kind: 'granted', role }) };
    });
  }
}
