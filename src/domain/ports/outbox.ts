import type { Fact } from '../events.js';

export interface Outbox {
  /**
   * Hands each committed fact on at least once, oldest first, to one worker at a time; a fact whose delivery rejects is
   * handed on again later. Resolves with how many were delivered, at most `limit`.
   */
  drain(deliver: (fact: Fact) => Promise<void>, limit: number): Promise<number>;
}
