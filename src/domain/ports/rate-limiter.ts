import type { Limit, LimitKey, Quota } from '../throttle/limit.js';

/**
 * Counts how often something is tried, approximately: it keeps floods away from what is slow. What must be exact and
 * lasting is a `FailurePool`.
 */
export interface RateLimiter {
  /** Whether one more would be admitted; counts nothing. */
  look(key: LimitKey, limit: Limit, now: Date): Promise<Quota>;
  /**
   * Counts one where it is admitted, and says so.
   *
   * Within a unit of work one run counts a key once, however often it asks: `gather` asks so that nothing slow is done
   * in vain, `decide` asks again, and what it was told is what is counted when it is committed.
   */
  take(key: LimitKey, limit: Limit, now: Date): Promise<Quota>;
}
