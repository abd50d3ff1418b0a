import type { UserId } from '../ids.js';
import type { AuthPolicy } from '../policy.js';
import type { User } from '../user/user.js';
import type { AuthSession } from './auth-session.js';

/**
 * Evidence that somebody has proven a second factor a moment ago. A machine credential is born with nothing else: it
 * outlives its maker's session, so whoever has stolen one session must not be able to make one (ASVS 7.5.1).
 */
export class FreshFactor {
  // Nominal: an object of the same shape is no evidence.
  readonly #fresh = true;

  private constructor(readonly userId: UserId) {}

  static of(session: AuthSession, user: User, now: Date, policy: AuthPolicy): FreshFactor | 'no-factor' | 'stale' {
    if (user.offer(policy).length === 0) return 'no-factor';
    const { assurance } = session.view(user, now, policy);
    const proven = assurance === 'aal2' && session.isLive(user, now);
    return proven && session.provenWithin(policy.freshness, user, now, policy) ? new FreshFactor(user.id) : 'stale';
  }

  isOf(user: UserId): boolean {
    return this.#fresh && this.userId === user;
  }
}
