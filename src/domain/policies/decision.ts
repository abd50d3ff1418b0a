import type { MfaDemand, AuthPolicy } from '../policy.js';
import type { Role } from '../user/roles.js';
import type { UserState } from '../user/user-state.js';
import { noEntries, type MfaRule, type Rules } from './rules.js';

/** Who decided a rule. `deployment`: the environment that the service was started with. */
export type DecidedBy =
  { readonly scope: 'deployment' | 'everybody' | 'user' } | { readonly scope: 'role'; readonly roles: readonly Role[] };

export interface Decided<T> {
  readonly value: T;
  readonly by: DecidedBy;
}

type All = Required<Rules>;
/** What holds for one user, and for each rule who said so. */
export type Decision = { readonly [N in keyof All]: Decided<All[N]> };

/** As much of a user as rules depend on. */
export type Ruled = Pick<UserState, 'roles' | 'rules'>;

const demands: readonly MfaDemand[] = ['off', 'optional', 'required'];

/** Of two entries for roles that one user has, the stricter: one of them, or what both allow. */
const stricter: { readonly [N in keyof All]: (a: All[N], b: All[N]) => All[N] } = {
  mfa: (a, b) => (isStricter(b, a) ? b : a),
  factors: (a, b) => {
    const both = a.filter((kind) => b.includes(kind));
    // Roles that have no authenticator in common must not leave their owner with none to enrol.
    if (!both.some((kind) => kind !== 'backup-code')) return a;
    return [a, b].find(({ length }) => length === both.length) ?? both;
  },
  mfaAge: (a, b) => (b < a ? b : a),
  trustedDevices: (a, b) => (b ? a : b),
};

/** A later deadline is a weaker demand; at once is the strongest. */
function isStricter(rule: MfaRule, other: MfaRule): boolean {
  if (rule.demand !== other.demand) return demands.indexOf(rule.demand) > demands.indexOf(other.demand);
  return (rule.dueBy?.getTime() ?? -Infinity) < (other.dueBy?.getTime() ?? -Infinity);
}

/**
 * The one place that says which entry holds for whom, rule by rule: a user's own; else the strictest of their roles; else
 * what is said for everybody; else the deployment's.
 */
export function decisionFor(user: Ruled, policy: AuthPolicy): Decision {
  const { mfa: demand, mfaDueBy: dueBy, factors, mfaAge, trustedDevices } = policy;
  return {
    mfa: decided('mfa', user, policy, { demand, dueBy }),
    factors: decided('factors', user, policy, factors),
    mfaAge: decided('mfaAge', user, policy, mfaAge),
    trustedDevices: decided('trustedDevices', user, policy, trustedDevices),
  };
}

function decided<N extends keyof All>(
  name: N,
  { roles, rules }: Ruled,
  { book }: AuthPolicy,
  deployment: All[N],
): Decided<All[N]> {
  const of = (entry: Rules | undefined): All[N] | undefined => entry?.[name] as All[N] | undefined;
  const own = of(rules);
  if (own !== undefined) return { value: own, by: { scope: 'user' } };
  const speaking = roles.flatMap((role) => {
    const value = of(book.roles[role]);
    return value === undefined ? [] : [{ role, value }];
  });
  const [first, ...more] = speaking;
  if (first) {
    const value = more.reduce((best, each) => stricter[name](best, each.value), first.value);
    const deciding = speaking.filter((each) => each.value === value);
    const named = deciding.length > 0 ? deciding : speaking;
    return { value, by: { scope: 'role', roles: named.map(({ role }) => role) } };
  }
  const everybodys = of(book.everybody);
  if (everybodys !== undefined) return { value: everybodys, by: { scope: 'everybody' } };
  return { value: deployment, by: { scope: 'deployment' } };
}

/** The policy as it holds for one user. What it says of somebody else is gone from it: it holds for them alone. */
export function policyFor(user: Ruled, policy: AuthPolicy): AuthPolicy {
  // Nearly always: nothing is said of anybody.
  if (!user.rules && !policy.book.everybody && user.roles.every((role) => !policy.book.roles[role])) return policy;
  const { mfa, factors, mfaAge, trustedDevices } = decisionFor(user, policy);
  return {
    ...policy,
    mfa: mfa.value.demand,
    mfaDueBy: mfa.value.dueBy,
    factors: factors.value,
    mfaAge: mfaAge.value,
    trustedDevices: trustedDevices.value,
    book: noEntries,
  };
}

/** For whoever has an account yet to be made: no role, and nothing of their own. */
export const policyForNewcomers = (policy: AuthPolicy): AuthPolicy =>
  policyFor({ roles: [], rules: undefined }, policy);

/** Whether a second factor is demanded now, and not only from a moment to come. */
export const demandsMfa = ({ mfa, mfaDueBy }: AuthPolicy, now: Date): boolean =>
  mfa === 'required' && (!mfaDueBy || mfaDueBy <= now);
