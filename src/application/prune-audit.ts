import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { AuditChain } from '../domain/ports/audit-chain.js';
import type { AuditDigests } from '../domain/ports/audit-digests.js';
import type { AuditKeeper } from '../domain/ports/audit-keeper.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

export interface PruneAuditInput {
  readonly authority: Authority;
  /** What happened before then may go. */
  readonly before: Date;
  readonly client: Client;
}

export type PruneAuditOutcome =
  | {
      readonly status: 'pruned';
      readonly seals: number;
      readonly facts: number;
      /** Older ones are left, for somebody has still to be told of them. */
      readonly held: boolean;
    }
  | Unauthorised;

const step = 20;

/** Retention: drops the oldest facts, seal by seal. Seals stay, so what is left is still the end of the same chain. */
export class PruneAudit {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly auditChain: AuditChain;
      readonly auditKeeper: AuditKeeper;
      readonly auditDigests: AuditDigests;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, before, client }: PruneAuditInput): Promise<PruneAuditOutcome> {
    const { work, clock, policy } = this.its;
    const by = acting(authority, client);
    const refusal = await work.run(by, (tx) => unauthorised(tx, authority, ['admin'], clock.now(), policy));
    if (refusal) return refusal;
    const { held, ...gone } = await this.drop(before);
    if (gone.seals > 0) await work.run(by, async (tx) => tx.record({ type: 'audit.pruned', ...gone }));
    return { status: 'pruned', ...gone, held };
  }

  private async drop(before: Date): Promise<{ seals: number; facts: number; held: boolean }> {
    const { auditChain, auditKeeper, auditDigests } = this.its;
    const gone = { seals: 0, facts: 0, held: false };
    for (let last = 0; ;) {
      const seals = await auditChain.seals(last, step);
      for (const seal of seals) {
        // From the oldest on, so that what is left is whole.
        if (seal.to >= before) return gone;
        last = seal.number;
        if (!seal.facts) continue;
        const facts = await auditKeeper.prune(seal.number, auditDigests.sign(seal, 'pruned'));
        if (facts === undefined) return { ...gone, held: true };
        gone.seals += 1;
        gone.facts += facts;
      }
      if (seals.length < step) return gone;
    }
  }
}
