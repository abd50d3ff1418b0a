import { parseId, type UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Role } from '../domain/user/roles.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { ChangeRoleInput } from './grant-role.js';

/** `own-role`: the last administrator cannot lock everybody out, if nobody gives up being one. */
export type WithdrawRoleOutcome =
  | { readonly status: 'withdrawn'; readonly id: UserId; readonly roles: readonly Role[] }
  | { readonly status: 'unknown' }
  | { readonly status: 'own-role' }
  | Unauthorised;

/**
 * Takes a role from somebody. An administrator cannot take their own: each decision depends on both users' rows, so of
 * two who take it from each other at the same moment one stays, and there is always one left. The operator may.
 */
export class WithdrawRole {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, id, role, client }: ChangeRoleInput): Promise<WithdrawRoleOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<WithdrawRoleOutcome> => {
      const refusal = await unauthorised(tx, authority, ['admin'], clock.now(), policy);
      if (refusal) return refusal;
      const wanted = parseId<UserId>(id);
      const user = wanted && (await tx.users.byId(wanted));
      if (!user) return { status: 'unknown' };
      const own = authority.kind === 'viewer' && authority.viewer.session.userId === user.id;
      if (own && role === 'admin') return { status: 'own-role' };
      return { status: 'withdrawn', id: user.id, roles: user.changeRole({ kind: 'withdrawn', role }) };
    });
  }
}
