import type { AuthPolicy } from '../domain/policy.js';
import type { AuthSession } from '../domain/session/auth-session.js';
import { FreshFactor } from '../domain/session/fresh-factor.js';
import type { Assurance } from '../domain/session/proof.js';
import type { User } from '../domain/user/user.js';

/** The session is live, but its proof is missing or too old for this: a step-up is due. `maxAge` in seconds. */
export interface StaleProof {
  readonly status: 'stale-proof';
  readonly requires: Assurance;
  readonly maxAge: number;
}

/** What changes how somebody signs in wants a proof no older than `policy.freshness` (ASVS 7.5.1). */
export function stale(session: AuthSession, user: User, now: Date, policy: AuthPolicy): StaleProof | undefined {
  if (session.provenWithin(policy.freshness, user, now, policy)) return undefined;
  const requires = user.offer(policy).length > 0 ? 'aal2' : 'aal1';
  return { status: 'stale-proof', requires, maxAge: policy.freshness / 1000 };
}

/** What gives programs rights of their own wants a second factor proven just now; where there is none, there is none to give. */
export function freshFactor(
  session: AuthSession,
  user: User,
  now: Date,
  policy: AuthPolicy,
): FreshFactor | StaleProof | { readonly status: 'no-factor' } {
  const found = FreshFactor.of(session, user, now, policy);
  if (found === 'no-factor') return { status: 'no-factor' };
  if (found === 'stale') return { status: 'stale-proof', requires: 'aal2', maxAge: policy.freshness / 1000 };
  return found;
}
