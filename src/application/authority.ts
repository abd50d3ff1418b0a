import type { Actor } from '../domain/actor.js';
import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import { FreshFactor } from '../domain/session/fresh-factor.js';
import { LimitKey } from '../domain/throttle/limit.js';
import type { Role } from '../domain/user/roles.js';
import { freshFactor, type StaleProof } from './freshness.js';
import { standing, type Standing, type Viewer } from './viewer.js';

/** In whose right somebody acts beyond their own account. Only the command line is the operator; no request can be. */
export type Authority = { readonly kind: 'viewer'; readonly viewer: Viewer } | { readonly kind: 'operator' };

/** `role-required`: one of these would do. `no-factor`: the role is there, but no second factor to prove it with. */
export type Unauthorised =
  | StaleProof
  | { readonly status: 'ended' | 'no-factor' }
  | { readonly status: 'role-required'; readonly roles: readonly Role[] };

/** Who is said to have caused the facts of a decision that is taken with this authority. */
export function acting(authority: Authority, client: Client): Client {
  const actor: Actor =
    authority.kind === 'operator' ? { kind: 'operator' } : { kind: 'user', userId: authority.viewer.session.userId };
  return { ...client, actor };
}

/**
 * Whether the authority suffices, as things are in this decision: one of the roles, and a second factor proven just now
 * (ASVS 8.2.1, 8.3.1, 7.5.3). Whoever is not let in learns nothing else, and that they
 * tried is a fact.
 */
export async function unauthorised(
  tx: Transaction,
  authority: Authority,
  roles: readonly Role[],
  now: Date,
  policy: AuthPolicy,
): Promise<Unauthorised | undefined> {
  if (authority.kind === 'operator') return undefined;
  const live = await standing(tx, authority.viewer, now);
  if (!live) return { status: 'ended' };
  const refusal = refused(live, roles, now, policy);
  if (refusal) {
    // An auditor wants to see who tried; a log that somebody could fill by trying would show them nothing.
    const key = LimitKey.of('refused-session', live.session.id);
    const { admitted } = await tx.limits.take(key, policy.limits['refused-session'], now);
    if (admitted) tx.record({ type: 'authority.refused', userId: live.user.id, why: refusal.status });
  }
  return refusal;
}

function refused({ session, user }: Standing, roles: readonly Role[], now: Date, policy: AuthPolicy) {
  const held = user.snapshot().roles;
  if (!roles.some((role) => held.includes(role))) return { status: 'role-required', roles } as const;
  const proof = freshFactor(session, user, now, policy);
  return proof instanceof FreshFactor ? undefined : proof;
}

/** The same before something that is committed elsewhere than in a decision. */
export const refusedOutright = (
  its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  authority: Authority,
  roles: readonly Role[],
  client: Client,
): Promise<Unauthorised | undefined> =>
  its.work.run(acting(authority, client), (tx) => unauthorised(tx, authority, roles, its.clock.now(), its.policy));
