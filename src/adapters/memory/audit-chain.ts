import { Actor } from '../../domain/actor.js';
import { AuditCursor } from '../../domain/audit/cursor.js';
import type { Seal } from '../../domain/audit/seal.js';
import type { Opening, Replaced, SealableFact, Signature } from '../../domain/audit/sealable-fact.js';
import type { DeviceLabel } from '../../domain/client.js';
import type { DomainEvent, Fact } from '../../domain/events.js';
import type { FactId, UserId } from '../../domain/ids.js';
import type { AuditChain, StandingFact } from '../../domain/ports/audit-chain.js';
import type { AuditKeeper } from '../../domain/ports/audit-keeper.js';
import type { MemoryStore } from './store.js';

type Make = Parameters<AuditChain['seal']>[1];

/** Seals in a list beside the store's facts, and whoever looks after both. */
export class MemoryAuditChain implements AuditChain, AuditKeeper {
  private readonly kept: Seal[] = [];
  private readonly openings = new Map<FactId, Opening>();
  private readonly positions = new Map<FactId, number>();
  /** Facts there ever were. */
  private counted = 0;
  private sealed = 0;

  constructor(private readonly store: Pick<MemoryStore, 'facts'>) {}

  async seal(limit: number, make: Make): Promise<Seal | undefined> {
    const fresh = this.all()
      .filter(({ position }) => Number(position) > this.sealed)
      .slice(0, limit);
    const end = fresh.at(-1);
    if (!end) return undefined;
    const seal = make(fresh, this.kept.at(-1));
    this.kept.push(seal);
    this.sealed = Number(end.position);
    return seal;
  }

  async seals(after: number, limit: number): Promise<readonly Seal[]> {
    return this.kept.filter(({ number }) => number > after).slice(0, limit);
  }

  async facts(ids: readonly FactId[]): Promise<readonly SealableFact[]> {
    return this.all().filter(({ id }) => ids.includes(id));
  }

  async end(): Promise<AuditCursor | undefined> {
    return this.sealed > 0 ? AuditCursor.at('0', String(this.sealed)) : undefined;
  }

  async standing(end: AuditCursor, after: AuditCursor | undefined, limit: number): Promise<readonly StandingFact[]> {
    const [last, former] = [end, after].map((place) => (place ? Number(AuditCursor.parts(place)[1]) : 0));
    return this.all()
      .filter(({ position }) => Number(position) > (former ?? 0) && Number(position) <= (last ?? 0))
      .slice(0, limit)
      .map(({ id, position }) => ({ id, place: AuditCursor.at('0', position) }));
  }

  async prune(number: number, pruned: Signature): Promise<number | undefined> {
    const index = this.kept.findIndex((seal) => seal.number === number);
    const seal = this.kept[index];
    if (!seal?.facts) return 0;
    const gone = new Set(seal.facts);
    const left = this.store.facts.filter(({ id }) => !gone.has(id));
    const dropped = this.store.facts.length - left.length;
    this.all();
    this.store.facts.splice(0, this.store.facts.length, ...left);
    this.kept[index] = { ...seal, facts: undefined, hints: undefined, pruned };
    return dropped;
  }

  async about(user: UserId, limit: number): Promise<readonly SealableFact[]> {
    const actor = Actor.write({ kind: 'user', userId: user });
    return this.all()
      .filter((fact) => fact.user === user || fact.actor === actor)
      .slice(0, limit);
  }

  async forget(id: FactId, replaced: Replaced, opening: Opening): Promise<void> {
    const { facts } = this.store;
    const index = facts.findIndex((fact) => fact.id === id);
    const fact = facts[index];
    if (!fact) return;
    const event = { ...fact.event, ...(replaced.user && { userId: replaced.user }) } as DomainEvent;
    facts[index] = {
      ...fact,
      event,
      actor: replaced.actor ? Actor.read(replaced.actor) : fact.actor,
      address: 'address' in replaced ? replaced.address : fact.address,
      device: 'device' in replaced ? (replaced.device as DeviceLabel | undefined) : fact.device,
    };
    this.openings.set(id, opening);
  }

  async close(): Promise<void> {}

  private all(): readonly SealableFact[] {
    return this.store.facts.map((fact) => this.sealable(fact));
  }

  private sealable({ id, at, address, device, correlationId, actor, event }: Fact): SealableFact {
    const position = this.positions.get(id) ?? (this.counted += 1);
    this.positions.set(id, position);
    const opening = this.openings.get(id);
    return {
      id,
      position: String(position),
      at: at.toISOString().replace('Z', '000Z'),
      type: event.type,
      correlationId,
      event: event as unknown as Readonly<Record<string, unknown>>,
      user: event.userId,
      actor: actor && Actor.write(actor),
      address,
      device,
      // Nobody but us can read the store: what is random for each fact is salt enough.
      salt: opening ? undefined : id,
      opening,
    };
  }
}
