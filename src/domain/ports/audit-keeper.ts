import type { Opening, Replaced, SealableFact, Signature } from '../audit/sealable-fact.js';
import type { FactId, UserId } from '../ids.js';

/** What the service itself has no right to: removing facts, and forgetting whom they are about. The operator has. */
export interface AuditKeeper {
  /**
   * Drops the facts of one seal and keeps the seal, with the signature that says so. Resolves with how many facts are
   * gone; undefined, and nothing is done, where somebody has still to be told of one of them.
   */
  prune(seal: number, pruned: Signature): Promise<number | undefined>;
  /** Facts that this user is in, at most `limit`. */
  about(user: UserId, limit: number): Promise<readonly SealableFact[]>;
  /** Replaces personal fields of a fact. */
  forget(fact: FactId, replaced: Replaced, opening: Opening): Promise<void>;
  close(): Promise<void>;
}
