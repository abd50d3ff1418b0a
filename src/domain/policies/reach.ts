import type { AuthPolicy } from '../policy.js';
import type { Role } from '../user/roles.js';
import type { User } from '../user/user.js';
import { policyOf } from './duties.js';
import { demandsMfa } from './decision.js';

/** Whom a change of the policy would hit. Who has two roles is counted in both. */
export interface Reach {
  /** Active people looked at; service accounts are none. */
  readonly users: number;
  /** For whom anything would be different. */
  readonly concerned: number;
  /** Who has no factor, and would be asked to enrol one at the next sign-in. */
  readonly toEnrolNow: number;
  /** The same, from a deadline on. */
  readonly toEnrolLater: number;
  /** Who has a factor, and would not be asked for it any more. */
  readonly released: number;
  readonly byRole: readonly RoleReach[];
}

export interface RoleReach {
  /** Undefined for those without any. */
  readonly role: Role | undefined;
  readonly users: number;
  readonly toEnrol: number;
}

/** How the policy stands, and how it would: as it holds for one user. */
export interface Change {
  readonly before: AuthPolicy;
  readonly after: AuthPolicy;
}

/** Counts people one by one. */
export class ReachCount {
  private users = 0;
  private concerned = 0;
  private toEnrolNow = 0;
  private toEnrolLater = 0;
  private released = 0;
  private readonly roles = new Map<Role | undefined, { users: number; toEnrol: number }>();

  /** `change`: of the policy as a whole, or of what it says of this user. */
  add(user: User, { before, after }: Change, now: Date): void {
    const due = dueOf(user, before, after, now);
    this.users += 1;
    this.concerned += differs(before, after) ? 1 : 0;
    this.toEnrolNow += due === 'now' ? 1 : 0;
    this.toEnrolLater += due === 'later' ? 1 : 0;
    this.released += user.factors().length > 0 && before.mfa !== 'off' && after.mfa === 'off' ? 1 : 0;
    const { roles } = user.snapshot();
    for (const role of roles.length > 0 ? roles : [undefined]) {
      const former = this.roles.get(role) ?? { users: 0, toEnrol: 0 };
      this.roles.set(role, { users: former.users + 1, toEnrol: former.toEnrol + (due ? 1 : 0) });
    }
  }

  get reach(): Reach {
    const { users, concerned, toEnrolNow, toEnrolLater, released } = this;
    const byRole = [...this.roles].map(([role, counts]) => ({ role, ...counts }));
    byRole.sort((a, b) => ((a.role ?? '~') < (b.role ?? '~') ? -1 : 1));
    return { users, concerned, toEnrolNow, toEnrolLater, released, byRole };
  }
}

/** When somebody without a factor would owe one, where they did not owe it so soon before. */
function dueOf(user: User, before: AuthPolicy, after: AuthPolicy, now: Date): 'now' | 'later' | undefined {
  if (user.factors().length > 0 || after.mfa !== 'required' || demandsMfa(before, now)) return undefined;
  if (demandsMfa(after, now)) return 'now';
  const sooner = before.mfa !== 'required' || !before.mfaDueBy || !after.mfaDueBy || after.mfaDueBy < before.mfaDueBy;
  return sooner ? 'later' : undefined;
}

const differs = (a: AuthPolicy, b: AuthPolicy): boolean =>
  a.mfa !== b.mfa ||
  a.mfaDueBy?.getTime() !== b.mfaDueBy?.getTime() ||
  a.mfaAge !== b.mfaAge ||
  a.trustedDevices !== b.trustedDevices ||
  a.factors.join() !== b.factors.join();

/** How far an administrator gets: no further than to enrolling, in, or to what wants a fresh second factor. */
const power = (admin: User, policy: AuthPolicy, now: Date): number =>
  admin.owesEnrolment(policy, now) ? 0 : admin.offer(policyOf(admin, policy)).length > 0 ? 2 : 1;

/** What the ablest of them may do. */
export const powerOf = (admins: readonly User[], policy: AuthPolicy, now: Date): number =>
  Math.max(0, ...admins.map((admin) => power(admin, policy, now)));
