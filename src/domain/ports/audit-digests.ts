import type { Replaced, SealableFact, Opening, Signature } from '../audit/sealable-fact.js';
import type { Seal, SealHead } from '../audit/seal.js';

/** The mathematics of the audit chain. */
export interface AuditDigests {
  /** Of everything in a fact; undefined for one that contradicts itself, as only an edited one does. */
  leaf(fact: SealableFact): string | undefined;
  /** Of a seal: over its number, the hash of the seal before and the digests of its facts. */
  link(number: number, before: SealHead | undefined, leaves: readonly string[]): string;
  /** What is left of a fact of which something is forgotten: the same digest comes of it. */
  opening(fact: SealableFact, replaced: Replaced): Opening;
  sign(seal: Pick<Seal, 'number' | 'hash'>, what: 'sealed' | 'pruned'): Signature;
  isSigned(seal: Pick<Seal, 'number' | 'hash'>, what: 'sealed' | 'pruned', by: Signature): boolean;
}
