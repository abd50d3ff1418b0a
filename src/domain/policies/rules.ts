import type { Duration } from '../duration.js';
import { days } from '../duration.js';
import type { FactorKind } from '../mfa/factors.js';
import type { AuthPolicy, MfaDemand } from '../policy.js';
import type { Role } from '../user/roles.js';

/** Whether a second factor is demanded, and from when on; a demand without a moment holds at once. */
export interface MfaRule {
  readonly demand: MfaDemand;
  /** Of `required` alone: until then it is worth `optional`, and sign-ins tell when it comes. */
  readonly dueBy: Date | undefined;
}

/** What one entry says about second factors. What it leaves out is decided elsewhere. */
export interface Rules {
  readonly mfa?: MfaRule;
  /** Kinds that may be enrolled and asked for. */
  readonly factors?: readonly FactorKind[];
  readonly mfaAge?: Duration;
  readonly trustedDevices?: boolean;
}

/** Whom an entry is about, beside single users, whose own entries are kept with them. */
export interface Entries {
  readonly everybody: Rules | undefined;
  readonly roles: Readonly<Partial<Record<Role, Rules>>>;
}

export const noEntries: Entries = { everybody: undefined, roles: {} };

/**
 * `says-nothing`: it is no entry. `bad-target`: it is about a role and a user at once. `no-authenticator`: nobody could
 * enrol. `unavailable-factor`: nobody has one of that kind here. `deadline-without-demand`: nothing falls due. `bad-age`:
 * shorter than what changes of factors demand anyway, or more than 30 days.
 */
export const rulesProblems = [
  'says-nothing',
  'bad-target',
  'no-authenticator',
  'unavailable-factor',
  'deadline-without-demand',
  'bad-age',
] as const;
export type RulesProblem = (typeof rulesProblems)[number];

const longestAge = days(30);

/** What is wrong with an entry that somebody wants to make, or undefined. */
export function rulesProblem({ mfa, factors, mfaAge, ...rest }: Rules, policy: AuthPolicy): RulesProblem | undefined {
  if (!mfa && !factors && mfaAge === undefined && rest.trustedDevices === undefined) return 'says-nothing';
  if (factors?.every((kind) => kind === 'backup-code')) return 'no-authenticator';
  if (mfa?.dueBy && mfa.demand !== 'required') return 'deadline-without-demand';
  const fits = mfaAge === undefined || (mfaAge >= policy.freshness && mfaAge <= longestAge);
  return fits ? undefined : 'bad-age';
}
