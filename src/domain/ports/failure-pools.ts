import type { FailurePool, PoolKey } from '../throttle/failure-pool.js';

export interface FailurePools {
  /** The pool as it stands, empty where nothing was ever counted. Loaded is tracked: there is nothing to add. */
  of(key: PoolKey, now: Date): Promise<FailurePool>;
}
