import type { AuthPolicy } from '../policy.js';

export interface Sweeper {
  /**
   * Removes what is over (challenges, sessions, pools nobody touched) and ends sessions beyond the number a user may
   * have, at most `limit` rows of each. Resolves with how many rows it touched. May run on several replicas at once.
   */
  sweep(now: Date, policy: AuthPolicy, limit: number): Promise<number>;
}
