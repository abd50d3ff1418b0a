import type { FactId } from '../ids.js';
import type { Signature } from './sealable-fact.js';

/** So many facts at once and so much later, so that no sign-in waits for another one to be sealed. */
export const factsInSeal = 500;

/** A batch of facts, sealed: its hash covers them and the hash of the seal before, and nobody without the key can make one. */
export interface Seal {
  /** From 1, without a gap. */
  readonly number: number;
  readonly count: number;
  /** In the order of sealing; undefined once they were pruned. */
  readonly facts: readonly FactId[] | undefined;
  /** The beginning of each fact's digest, to find the one that was edited; the hash covers all of each. */
  readonly hints: readonly string[] | undefined;
  readonly hash: string;
  readonly signature: Signature;
  /** The earliest and the latest moment of its facts. */
  readonly from: Date;
  readonly to: Date;
  readonly sealedAt: Date;
  /** Signed by whoever dropped the facts. */
  readonly pruned: Signature | undefined;
}

/** A place in the chain, to be kept elsewhere: whoever has it notices that the end of the chain was cut off. */
export interface SealHead {
  readonly number: number;
  readonly hash: string;
}
