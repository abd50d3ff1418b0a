import { Actor } from '../../domain/actor.js';
import { AuditCursor } from '../../domain/audit/cursor.js';
import type { Fact } from '../../domain/events.js';
import type { AuditFilter, AuditLog, AuditPage, AuditStretch } from '../../domain/ports/audit-log.js';
import type { MemoryStore } from './store.js';

/** Looks through what the store's decisions recorded. */
export class MemoryAuditLog implements AuditLog {
  constructor(private readonly store: Pick<MemoryStore, 'facts'>) {}

  async page(filter: AuditFilter, { count, end, after, before }: AuditStretch): Promise<AuditPage> {
    const place = (cursor: AuditCursor): number => Number(AuditCursor.parts(cursor)[1]);
    const fitting = this.store.facts
      .map((fact, index) => ({ fact, index }))
      .filter(({ fact, index }) => {
        const [older, newer] = [!after || index < place(after), !before || index > place(before)];
        return older && newer && fits(fact, filter);
      })
      .toReversed();
    const some = end === 'first' ? fitting.slice(0, count) : fitting.slice(-count);
    const entries = some.map(({ fact, index }) => ({ fact, cursor: AuditCursor.at('0', String(index)) }));
    return { entries, more: fitting.length > some.length };
  }
}

function fits(fact: Fact, { user, actor, kinds, from, to, address }: AuditFilter): boolean {
  const acted = fact.actor && Actor.write(fact.actor);
  return (
    (!user || fact.event.userId === user) &&
    (!actor || acted === Actor.write(actor)) &&
    (!kinds || kinds.includes(fact.event.type)) &&
    (!from || fact.at >= from) &&
    (!to || fact.at < to) &&
    (address === undefined || fact.address === address)
  );
}
