import type { FactId } from '../ids.js';

/** Keeps what strangers can cause from filling a mailbox. */
export interface NoticeTurns {
  /**
   * Whether `about` is the one that is told of in this turn, such as "somebody registered Ada's address" in one hour: the
   * first that asks is, and however often it asks. Remembered until then.
   */
  take(turn: string, about: FactId, until: Date): Promise<boolean>;
}
