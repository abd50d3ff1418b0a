import type { FactId } from '../../domain/ids.js';
import type { NoticeTurns } from '../../domain/ports/notice-turns.js';
import type { MemoryStore } from './store.js';

export class MemoryNoticeTurns implements NoticeTurns {
  constructor(private readonly store: MemoryStore) {}

  async take(turn: string, about: FactId, until: Date): Promise<boolean> {
    const { noticeTurns } = this.store;
    const taken = noticeTurns.get(turn) ?? { about, until };
    noticeTurns.set(turn, taken);
    return taken.about === about;
  }
}
