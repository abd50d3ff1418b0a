import type { DryRunPolicyOutcome } from '../../application/dry-run-policy.js';
import type { ExplainPolicyOutcome, PolicyExplanation as Explained } from '../../application/explain-policy.js';
import type { RulesWish, TargetWish } from '../../application/policy-target.js';
import type { ReadPoliciesOutcome } from '../../application/read-policies.js';
import type { SetPolicyOutcome } from '../../application/set-policy.js';
import type { DecidedBy } from '../../domain/policies/decision.js';
import type { Rules } from '../../domain/policies/rules.js';
import { allRoles } from '../../domain/user/roles.js';
import { make } from './make.js';
import {
  PolicyChanged,
  PolicyExplanation,
  PolicyLocksOut,
  PolicyOverview,
  PolicyReach,
  PolicyRejected,
  PolicyRoleReach,
  PolicyRules,
  PolicySource,
  RolePolicy,
  type DryRunPolicyResult,
  type ExplainPolicyResult,
  type PoliciesResult,
  type PolicyRulesInput,
  type PolicyTarget,
  type SetPolicyResult,
} from './policy-types.js';
import { unauthorised } from './present-unauthorised.js';
import { UserNotFound } from './role-types.js';

export const targetWish = (target: PolicyTarget | null | undefined): TargetWish => ({
  role: target?.role ?? undefined,
  user: target?.user ?? undefined,
});

export const rulesWish = (rules: PolicyRulesInput): RulesWish => ({
  mfa: rules.mfa ?? undefined,
  mfaDueBy: rules.mfaDueBy ?? undefined,
  factors: rules.factors ?? undefined,
  mfaAge: rules.mfaAge ?? undefined,
  trustedDevices: rules.trustedDevices ?? undefined,
});

const presentRules = ({ mfa, factors, mfaAge, trustedDevices }: Rules): PolicyRules =>
  make(PolicyRules, {
    mfa: mfa?.demand,
    mfaDueBy: mfa?.dueBy,
    factors,
    mfaAge: mfaAge === undefined ? undefined : mfaAge / 1000,
    trustedDevices,
  });

const source = (by: DecidedBy): PolicySource =>
  make(PolicySource, { scope: by.scope, roles: by.scope === 'role' ? by.roles : [] });

export function presentExplained(explained: Explained): PolicyExplanation {
  const { id, decision, askedFor, mustEnrol, mustEnrolFrom } = explained;
  const { mfa, factors, mfaAge, trustedDevices } = decision;
  const rules = { mfa: mfa.value, factors: factors.value, mfaAge: mfaAge.value, trustedDevices: trustedDevices.value };
  return make(PolicyExplanation, {
    id,
    rules: presentRules(rules),
    mfaBy: source(mfa.by),
    factorsBy: source(factors.by),
    mfaAgeBy: source(mfaAge.by),
    trustedDevicesBy: source(trustedDevices.by),
    askedFor,
    mustEnrol,
    mustEnrolFrom,
  });
}

export function presentPolicies(outcome: ReadPoliciesOutcome): PoliciesResult {
  if (outcome.status !== 'read') return unauthorised(outcome);
  const { everybody, roles } = outcome.entries;
  return make(PolicyOverview, {
    deployment: presentRules(outcome.deployment),
    everybody: everybody && presentRules(everybody),
    byRole: allRoles.flatMap((role) => {
      const rules = roles[role];
      return rules ? [make(RolePolicy, { role, rules: presentRules(rules) })] : [];
    }),
  });
}

export function presentExplanation(outcome: ExplainPolicyOutcome): ExplainPolicyResult {
  if (outcome.status === 'explained') return presentExplained(outcome.explanation);
  return outcome.status === 'unknown' ? new UserNotFound() : unauthorised(outcome);
}

export function presentDryRun(outcome: DryRunPolicyOutcome): DryRunPolicyResult {
  switch (outcome.status) {
    case 'counted': {
      const { reach, locksOut } = outcome;
      return make(PolicyReach, { ...reach, byRole: reach.byRole.map((each) => make(PolicyRoleReach, each)), locksOut });
    }
    case 'rejected':
      return make(PolicyRejected, { problem: outcome.problem });
    case 'unknown':
      return new UserNotFound();
    default:
      return unauthorised(outcome);
  }
}

export function presentPolicyChange(outcome: SetPolicyOutcome): SetPolicyResult {
  switch (outcome.status) {
    case 'set':
    case 'removed':
      return make(PolicyChanged, { changed: true });
    case 'unchanged':
      return make(PolicyChanged, { changed: false });
    case 'rejected':
      return make(PolicyRejected, { problem: outcome.problem });
    case 'locks-out':
      return new PolicyLocksOut();
    case 'unknown':
      return new UserNotFound();
    default:
      return unauthorised(outcome);
  }
}
