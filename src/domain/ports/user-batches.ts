import type { Client } from '../client.js';
import type { UserId } from '../ids.js';
import type { User } from '../user/user.js';

/** The next users in the order of their ids. */
export interface UserBatch {
  /** Those behind this one; undefined for the first. */
  readonly after: UserId | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** What is done to everybody, some at a time. */
export interface UserBatches {
  /**
   * Changes the users of one batch, in one commit with what they recorded. Whoever signs in meanwhile loses at most a
   * race: their decision is taken again on what is then true. Resolves with how many there were and which was the last;
   * undefined where nobody was left.
   */
  change(
    batch: UserBatch,
    by: Client,
    change: (user: User) => void,
  ): Promise<{ readonly last: UserId; readonly count: number } | undefined>;
}
