import type { AuditCursor } from '../audit/cursor.js';
import type { Seal, SealHead } from '../audit/seal.js';
import type { SealableFact } from '../audit/sealable-fact.js';
import type { FactId } from '../ids.js';

export interface StandingFact {
  readonly id: FactId;
  readonly place: AuditCursor;
}

/** Facts to be sealed, and the seals there are. */
export interface AuditChain {
  /**
   * Takes the oldest facts that no seal covers, at most `limit`, and keeps the seal that `make` makes of them. One sealer
   * at a time: another one finds nothing meanwhile. A fact whose transaction began earlier and is still open is waited
   * for. Resolves with the seal, or undefined where there is nothing.
   */
  seal(
    limit: number,
    make: (facts: readonly SealableFact[], last: SealHead | undefined) => Seal,
  ): Promise<Seal | undefined>;
  /** Those after that number, in order. */
  seals(after: number, limit: number): Promise<readonly Seal[]>;
  /** As they stand now, in no particular order; one that is gone is missing. */
  facts(ids: readonly FactId[]): Promise<readonly SealableFact[]>;
  /** Where the facts end that were sealed so far; undefined where none was. */
  end(): Promise<AuditCursor | undefined>;
  /** What stands there until `end`, in the order of the log, from the first one after `after` on. */
  standing(end: AuditCursor, after: AuditCursor | undefined, limit: number): Promise<readonly StandingFact[]>;
}
