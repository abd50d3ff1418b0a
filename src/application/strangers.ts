import type { AuditCursor } from '../domain/audit/cursor.js';
import type { FactId } from '../domain/ids.js';
import type { AuditChain } from '../domain/ports/audit-chain.js';

const page = 2000; // facts in one reading

/**
 * Finds facts that stand among the sealed ones and that no seal covers. Seals come in the order of the log, or nearly:
 * both are read side by side, and only what one has met and the other has not yet is remembered.
 */
export class Strangers {
  /** Covered by a seal, and not met in the log yet. */
  private readonly awaited = new Set<FactId>();
  /** Met in the log, and not covered by a seal yet. */
  private readonly unknown = new Set<FactId>();
  private last: AuditCursor | undefined;
  private ahead = 0;

  private constructor(
    private readonly chain: Pick<AuditChain, 'facts' | 'standing'>,
    private readonly end: AuditCursor | undefined,
  ) {}

  /** Among what is sealed by now: what is sealed meanwhile is for the next check. */
  static async upToNow(chain: Pick<AuditChain, 'end' | 'facts' | 'standing'>): Promise<Strangers> {
    return new Strangers(chain, await chain.end());
  }

  /** These are covered, and there. */
  async covered(facts: readonly FactId[]): Promise<void> {
    for (const fact of facts) if (!this.unknown.delete(fact)) this.awaited.add(fact);
    this.ahead += facts.length;
    while (this.ahead >= page && (await this.read()));
  }

  /** At most `limit` of those that were covered by none until now. */
  async left(limit: number): Promise<readonly FactId[]> {
    while (await this.read());
    const some = [...this.unknown].slice(0, limit);
    // Pruned since they were met, with their seal.
    const there = new Set((await this.chain.facts(some)).map(({ id }) => id));
    return some.filter((fact) => there.has(fact));
  }

  /** Whether there was something to read. */
  private async read(): Promise<boolean> {
    if (!this.end) return false;
    const met = await this.chain.standing(this.end, this.last, page);
    for (const { id } of met) if (!this.awaited.delete(id)) this.unknown.add(id);
    this.last = met.at(-1)?.place ?? this.last;
    this.ahead -= met.length;
    return met.length > 0;
  }
}
