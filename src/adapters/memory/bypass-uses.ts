import type { BypassName } from '../../domain/bypass.js';
import type { BypassUses } from '../../domain/ports/bypass-uses.js';
import type { MemoryStore } from './store.js';

export class MemoryBypassUses implements BypassUses {
  constructor(private readonly store: Pick<MemoryStore, 'facts'>) {}

  async last(names: readonly BypassName[]): Promise<ReadonlyMap<BypassName, Date>> {
    const found = new Map<BypassName, Date>();
    for (const { event, at } of this.store.facts)
      if (event.type === 'bypass.used' && names.includes(event.name)) found.set(event.name, at);
    return found;
  }
}
