import { hash } from 'node:crypto';
import { Recent } from '../../application/recent.js';

interface Verified<T> {
  readonly value: T;
  readonly until: number;
}

/**
 * What was read from tokens of one kind, until they expire: reading one again costs a hash instead of a signature. Keeps
 * no refusal, so that guesses push nothing out, and no token; forgets all when the keys change.
 */
export class VerifiedTokens<T> {
  private readonly held: Recent<string, Verified<T>>;
  private version: number | undefined;

  constructor(most = 10_000) {
    this.held = new Recent(most);
  }

  /** `keys` names the keys that are trusted now. */
  recall(token: string, keys: number, now: Date): T | undefined {
    this.follow(keys);
    if (this.held.isEmpty) return undefined;
    const name = nameOf(token);
    const found = this.held.get(name);
    if (!found) return undefined;
    if (now.getTime() < found.until) return found.value;
    this.held.remove(name);
    return undefined;
  }

  /** `keys` names those it was verified under: where they have changed meanwhile, nothing is kept. */
  keep(token: string, keys: number, value: T, until: number): void {
    if (keys !== this.version) return;
    this.held.put(nameOf(token), { value, until });
  }

  private follow(keys: number): void {
    if (keys === this.version) return;
    this.held.clear();
    this.version = keys;
  }
}

const nameOf = (token: string): string => hash('sha256', token, 'base64');
