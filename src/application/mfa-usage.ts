import type { Client } from '../domain/client.js';
import type { FactKind } from '../domain/events.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Counted, FactorOwners, MfaStatistics } from '../domain/ports/mfa-statistics.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

export interface MfaUsageInput {
  readonly authority: Authority;
  /** From then on, and before `to`. */
  readonly from: Date;
  readonly to: Date;
  readonly client: Client;
}

/** How often, of each kind. */
export type Tally = readonly { readonly of: string; readonly count: number }[];

/** Nothing in it is about one person. */
export interface MfaUsageSummary {
  readonly owners: FactorOwners;
  readonly challengesAsked: number;
  readonly enrolmentsDemanded: number;
  /** Nobody answered in time. */
  readonly challengesExpired: number;
  readonly passed: Tally;
  readonly refused: Tally;
  readonly poolsClosed: Tally;
  readonly bypassesUsed: Tally;
}

export type MfaUsageOutcome = { readonly status: 'counted'; readonly usage: MfaUsageSummary } | Unauthorised;

const kinds: readonly FactKind[] = [
  'mfa.challenged',
  'mfa.enrolment-demanded',
  'mfa.expired',
  'mfa.passed',
  'mfa.refused',
  'pool.closed',
  'bypass.used',
];

/** How MFA is used: who owns which factor now, and what came of it in a span of time. */
export class MfaUsage {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly mfaStatistics: MfaStatistics;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, from, to, client }: MfaUsageInput): Promise<MfaUsageOutcome> {
    const { work, mfaStatistics, clock, policy } = this.its;
    const roles = ['admin', 'auditor'] as const;
    const refusal = await work.run(acting(authority, client), (tx) =>
      unauthorised(tx, authority, roles, clock.now(), policy),
    );
    if (refusal) return refusal;
    const [owners, counted] = await Promise.all([mfaStatistics.owners(), mfaStatistics.counts(kinds, from, to)]);
    return { status: 'counted', usage: { owners, ...summedUp(counted) } };
  }
}

function summedUp(counted: readonly Counted[]): Omit<MfaUsageSummary, 'owners'> {
  const some = (wanted: FactKind): readonly Counted[] => counted.filter(({ kind }) => kind === wanted);
  const all = (wanted: FactKind): number => some(wanted).reduce((sum, { count }) => sum + count, 0);
  const each = (wanted: FactKind): Tally => some(wanted).map(({ of = '', count }) => ({ of, count }));
  return {
    challengesAsked: all('mfa.challenged'),
    enrolmentsDemanded: all('mfa.enrolment-demanded'),
    challengesExpired: all('mfa.expired'),
    passed: each('mfa.passed'),
    refused: each('mfa.refused'),
    poolsClosed: each('pool.closed'),
    bypassesUsed: each('bypass.used'),
  };
}
