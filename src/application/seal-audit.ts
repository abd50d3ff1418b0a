import { factsInSeal, type Seal, type SealHead } from '../domain/audit/seal.js';
import type { SealableFact } from '../domain/audit/sealable-fact.js';
import type { AuditChain } from '../domain/ports/audit-chain.js';
import type { AuditDigests } from '../domain/ports/audit-digests.js';
import type { Clock } from '../domain/ports/clock.js';

export const hintLength = 16; // characters of a digest, 96 bits: enough to point at one fact of a seal

/** Seals what has happened, beside sign-ins and in nobody's way: they only ever add facts. */
export class SealAudit {
  constructor(
    private readonly its: {
      readonly auditChain: AuditChain;
      readonly auditDigests: AuditDigests;
      readonly clock: Clock;
    },
  ) {}

  /** One seal over the oldest facts that have none; undefined where all have. */
  execute(): Promise<Seal | undefined> {
    return this.its.auditChain.seal(factsInSeal, (facts, last) => this.sealed(facts, last));
  }

  private sealed(facts: readonly SealableFact[], last: SealHead | undefined): Seal {
    const { auditDigests: digests, clock } = this.its;
    const number = (last?.number ?? 0) + 1;
    // What was edited before it was sealed, and shows it, is sealed as that: no digest is ever like it.
    const leaves = facts.map((fact) => digests.leaf(fact) ?? `contradicts itself: ${fact.id}`);
    const hash = digests.link(number, last, leaves);
    const moments = facts.map(({ at }) => new Date(at).getTime());
    return {
      number,
      count: facts.length,
      facts: facts.map(({ id }) => id),
      hints: leaves.map((leaf) => leaf.slice(0, hintLength)),
      hash,
      signature: digests.sign({ number, hash }, 'sealed'),
      from: new Date(Math.min(...moments)),
      to: new Date(Math.max(...moments)),
      sealedAt: clock.now(),
      pruned: undefined,
    };
  }
}
