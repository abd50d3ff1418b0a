import type { Seal, SealHead } from '../domain/audit/seal.js';
import type { SealableFact } from '../domain/audit/sealable-fact.js';
import type { Client } from '../domain/client.js';
import type { FactId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { AuditChain } from '../domain/ports/audit-chain.js';
import type { AuditDigests } from '../domain/ports/audit-digests.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';
import { hintLength } from './seal-audit.js';
import { Strangers } from './strangers.js';

/** What is not as it was sealed. */
export type AuditFlaw =
  | { readonly kind: 'edited' | 'removed'; readonly fact: FactId; readonly seal: number }
  | { readonly kind: 'inserted'; readonly fact: FactId }
  /** `missing`: there is none of that number. `forged`: not ours. `broken`: it does not follow from what it covers. */
  | { readonly kind: 'seal-missing' | 'seal-forged' | 'seal-broken'; readonly seal: number };

export interface VerifyAuditInput {
  readonly authority: Authority;
  /** As an earlier check or the service's log told it: without one, nobody notices an end that was cut off. */
  readonly head?: SealHead | undefined;
  readonly client: Client;
}

export type VerifyAuditOutcome =
  | {
      readonly status: 'sound' | 'flawed';
      readonly seals: number;
      /** Of those that are still there. */
      readonly facts: number;
      readonly prunedSeals: number;
      /** Keep it: the next check may be told. */
      readonly head: SealHead | undefined;
      /** At most `mostFlaws`, in the order of the chain. */
      readonly flaws: readonly AuditFlaw[];
    }
  | Unauthorised;

type Found = ReadonlyMap<FactId, SealableFact>;

export const mostFlaws = 100;
const step = 20; // seals in memory at once

/** Whether the facts are as they were sealed: goes over every one of them, and holds a few thousand at a time. */
export class VerifyAudit {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly auditChain: AuditChain;
      readonly auditDigests: AuditDigests;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, head, client }: VerifyAuditInput): Promise<VerifyAuditOutcome> {
    const { work, auditChain, clock, policy } = this.its;
    const refusal = await work.run(acting(authority, client), async (tx) => {
      const found = await unauthorised(tx, authority, ['admin', 'auditor'], clock.now(), policy);
      if (!found) tx.record({ type: 'audit.verified' });
      return found;
    });
    if (refusal) return refusal;

    const flaws: AuditFlaw[] = [];
    const seen = { seals: 0, facts: 0, prunedSeals: 0 };
    const strangers = await Strangers.upToNow(auditChain);
    let last: SealHead | undefined;
    for (let more = true; more;) {
      const seals = await auditChain.seals(last?.number ?? 0, step);
      for (const seal of seals) {
        const found = await this.factsOf(seal);
        flaws.push(...this.gap(last, seal), ...this.flawsOf(seal, last, found));
        await strangers.covered([...found.keys()]);
        if (head?.number === seal.number && head.hash !== seal.hash)
          flaws.push({ kind: 'seal-broken', seal: seal.number });
        seen.seals += 1;
        seen.facts += seal.facts?.length ?? 0;
        if (seal.pruned) seen.prunedSeals += 1;
        last = { number: seal.number, hash: seal.hash };
      }
      more = seals.length === step && flaws.length < mostFlaws;
    }
    if (head && head.number > (last?.number ?? 0) && flaws.length < mostFlaws)
      flaws.push({ kind: 'seal-missing', seal: head.number });
    // Not of a chain that was given up half way: what it covers beyond is not known.
    if (flaws.length < mostFlaws)
      for (const fact of await strangers.left(mostFlaws)) flaws.push({ kind: 'inserted', fact });
    const status = flaws.length === 0 ? 'sound' : 'flawed';
    return { status, ...seen, head: last, flaws: flaws.slice(0, mostFlaws) };
  }

  private gap(last: SealHead | undefined, { number }: Seal): readonly AuditFlaw[] {
    const due = (last?.number ?? 0) + 1;
    return number === due ? [] : [{ kind: 'seal-missing', seal: due }];
  }

  private async factsOf({ facts }: Seal): Promise<Found> {
    return new Map(facts && (await this.its.auditChain.facts(facts)).map((fact) => [fact.id, fact]));
  }

  private flawsOf(seal: Seal, last: SealHead | undefined, found: Found): readonly AuditFlaw[] {
    const { auditDigests: digests } = this.its;
    const { number, facts: ids, hints, pruned } = seal;
    if (!digests.isSigned(seal, 'sealed', seal.signature)) return [{ kind: 'seal-forged', seal: number }];
    // Without its facts it cannot be computed again; that the next one builds on it, and its signature, vouch for it.
    if (!ids || !hints) {
      const told = pruned && digests.isSigned(seal, 'pruned', pruned);
      return told ? [] : [{ kind: 'seal-forged', seal: number }];
    }
    const leaves = ids.map((id) => this.leaf(found.get(id)));
    const flaws = ids.flatMap((fact, index): readonly AuditFlaw[] => {
      if (!found.has(fact)) return [{ kind: 'removed', fact, seal: number }];
      const same = leaves[index]?.slice(0, hintLength) === hints[index];
      return same ? [] : [{ kind: 'edited', fact, seal: number }];
    });
    if (flaws.length > 0) return flaws;
    const whole = leaves.every((leaf) => leaf !== undefined);
    const holds = whole && ids.length === seal.count && digests.link(number, last, leaves) === seal.hash;
    return holds ? [] : [{ kind: 'seal-broken', seal: number }];
  }

  private leaf(fact: SealableFact | undefined): string | undefined {
    return fact && this.its.auditDigests.leaf(fact);
  }
}
