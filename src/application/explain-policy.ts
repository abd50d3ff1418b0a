import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { FactorKind } from '../domain/mfa/factors.js';
import { decisionFor, type Decision } from '../domain/policies/decision.js';
import { mfaDueBy } from '../domain/policies/duties.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { EmailAddress } from '../domain/user/email-address.js';
import type { User } from '../domain/user/user.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { meant } from './whom.js';

/** What holds for one user, who said so, and what comes of it now. */
export interface PolicyExplanation {
  readonly id: UserId;
  readonly email: EmailAddress;
  readonly decision: Decision;
  /** Kinds that the next sign-in asks for; empty where the password is enough. */
  readonly askedFor: readonly FactorKind[];
  /** The next sign-in leads to enrolling a factor. */
  readonly mustEnrol: boolean;
  /** From when on it will. */
  readonly mustEnrolFrom: Date | undefined;
}

export type ExplainPolicyOutcome =
  | { readonly status: 'explained'; readonly explanation: PolicyExplanation }
  | { readonly status: 'unknown' }
  | Unauthorised;

export function explanationOf(user: User, policy: AuthPolicy, now: Date): PolicyExplanation {
  return {
    id: user.id,
    email: user.snapshot().email,
    decision: decisionFor(user.snapshot(), policy),
    askedFor: user.offer(policy),
    mustEnrol: user.owesEnrolment(policy, now),
    mustEnrolFrom: mfaDueBy(user, policy, now),
  };
}

/** Why somebody is asked for a second factor, or is not. */
export class ExplainPolicy {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<ExplainPolicyOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(acting(authority, client) satisfies Client, async (tx): Promise<ExplainPolicyOutcome> => {
      const now = clock.now();
      const refusal = await unauthorised(tx, authority, ['admin', 'auditor'], now, policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      if (!user) return { status: 'unknown' };
      return { status: 'explained', explanation: explanationOf(user, policy, now) };
    });
  }
}
