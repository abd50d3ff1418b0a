import type { FactorKind } from '../domain/mfa/factors.js';
import type { Scope } from '../domain/policies/policy-book.js';
import { rulesProblem, type Rules, type RulesProblem } from '../domain/policies/rules.js';
import { seconds } from '../domain/duration.js';
import type { AuthPolicy, MfaDemand } from '../domain/policy.js';
import type { Role } from '../domain/user/roles.js';

/** Whom something is to be said of: a role, or one user by id or address; everybody where it is neither. */
export interface TargetWish {
  readonly role?: Role | undefined;
  readonly user?: string | undefined;
}

/** What is to be said, as it came. What is left out is left to whatever else is said of them. */
export interface RulesWish {
  readonly mfa?: MfaDemand | undefined;
  readonly mfaDueBy?: Date | undefined;
  readonly factors?: readonly string[] | undefined;
  /** Seconds. */
  readonly mfaAge?: number | undefined;
  readonly trustedDevices?: boolean | undefined;
}

export type Target = Scope | { readonly kind: 'user'; readonly whom: string };

export function targetOf({ role, user }: TargetWish): Target | 'bad-target' {
  if (role !== undefined && user !== undefined) return 'bad-target';
  if (user !== undefined) return { kind: 'user', whom: user };
  return role === undefined ? { kind: 'everybody' } : { kind: 'role', role };
}

const known: readonly string[] = ['totp', 'backup-code'] satisfies readonly FactorKind[];

/** The entry that is wished for, or what is wrong with it. */
export function rulesOf(wish: RulesWish, policy: AuthPolicy): Rules | RulesProblem {
  const { mfa: demand, mfaDueBy: dueBy, factors: kinds, mfaAge, trustedDevices } = wish;
  if (dueBy && demand !== 'required') return 'deadline-without-demand';
  if (kinds?.some((kind) => !known.includes(kind))) return 'unavailable-factor';
  const factors = kinds && (known.filter((kind) => kinds.includes(kind)) as readonly FactorKind[]);
  const rules: Rules = {
    ...(demand && { mfa: { demand, dueBy } }),
    ...(factors && { factors }),
    ...(mfaAge !== undefined && { mfaAge: seconds(mfaAge) }),
    ...(trustedDevices !== undefined && { trustedDevices }),
  };
  return rulesProblem(rules, policy) ?? rules;
}
