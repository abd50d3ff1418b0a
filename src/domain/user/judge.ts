import type { AuthPolicy } from '../policy.js';
import type { Barred, FailurePool } from '../throttle/failure-pool.js';
import type { Act } from './machines.js';
import { refusalOf, type PasswordCheck } from './password.js';
import type { UserState } from './user-state.js';

/** Why nothing is done for whoever brought a password: it was not judged, or it was wrong. */
export type Turned = ({ readonly kind: 'barred' } & Barred) | { readonly kind: 'refused' };

/** A password that somebody brought, at whatever door; undefined where it is right. A wrong one is counted. */
export function judge(
  state: UserState,
  check: PasswordCheck,
  pool: FailurePool,
  now: Date,
  policy: AuthPolicy,
): Act<Turned | undefined> {
  const barred = pool.barred(now, policy);
  if (barred) return { answer: { kind: 'barred', ...barred } };
  const why = refusalOf(check, state);
  if (!why) return { answer: undefined };
  const fact = { type: 'sign-in.refused', userId: state.id, why } as const;
  // Waiting does not help, and nothing was guessed: a mailed link does.
  if (why === 'exposed-password') return { answer: { kind: 'barred', retryAt: undefined }, fact };
  // A right password of a disabled user counts as well, or the missing delay would tell that it was right.
  pool.fail(now, policy, state.id);
  return { answer: { kind: 'refused' }, fact };
}
