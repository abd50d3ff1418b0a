import type { AuthPolicy } from '../policy.js';
import type { User } from '../user/user.js';
import { demandsMfa, policyFor } from './decision.js';

/** The policy as it holds for this user. */
export const policyOf = (user: User, policy: AuthPolicy): AuthPolicy => policyFor(user.snapshot(), policy);

/** From when on a second factor will be demanded of somebody who has none; undefined where none is, or one already. */
export function mfaDueBy(user: User, policy: AuthPolicy, now: Date): Date | undefined {
  const { mfa, mfaDueBy: dueBy } = policyOf(user, policy);
  return mfa === 'required' && dueBy && dueBy > now && user.factors().length === 0 ? dueBy : undefined;
}

/** Whether the last factor has to stay. */
export const mustKeepFactor = (user: User, policy: AuthPolicy, now: Date): boolean =>
  demandsMfa(policyOf(user, policy), now);
