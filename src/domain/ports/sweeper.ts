import { days, hours } from '../duration.js';
import type { AuthPolicy } from '../policy.js';

/** How long what is over is still there, so that a late answer gets its own refusal. */
export const lingers = {
  challenge: hours(1),
  session: days(1),
  device: days(1),
} as const;

export interface Sweeper {
  /**
   * Removes what is over (challenges, sessions, forgotten and unused devices, pools nobody touched, old links), ends
   * sessions and forgets devices beyond the number a user may have, oldest first, at most `limit` rows of each. Resolves with how many rows it touched. May run on several
   * replicas at once.
   */
  sweep(now: Date, policy: AuthPolicy, limit: number): Promise<number>;
}
