import { hash } from 'node:crypto';

interface Verified<T> {
  readonly value: T;
  readonly until: number;
}

/**
 * What was read from tokens of one kind, until they expire: reading one again costs a hash instead of a signature. Keeps
 * no refusal, so that guesses push nothing out, and no token; forgets all when the keys change.
 */
export class VerifiedTokens<T> {
  // Unseen by whoever prints the reader: a challenge's secret is among the values.
  readonly #held = new Map<string, Verified<T>>();
  private version: number | undefined;

  constructor(private readonly most = 10_000) {}

  /** `keys` names the keys that are trusted now. */
  recall(token: string, keys: number, now: Date): T | undefined {
    this.follow(keys);
    if (this.#held.size === 0) return undefined;
    const name = nameOf(token);
    const found = this.#held.get(name);
    if (!found) return undefined;
    if (now.getTime() < found.until) return found.value;
    this.#held.delete(name);
    return undefined;
  }

  /** `keys` names those it was verified under: where they have changed meanwhile, nothing is kept. */
  keep(token: string, keys: number, value: T, until: number): void {
    if (keys !== this.version) return;
    const [oldest] = this.#held.keys();
    if (this.#held.size >= this.most && oldest !== undefined) this.#held.delete(oldest);
    this.#held.set(nameOf(token), { value, until });
  }

  private follow(keys: number): void {
    if (keys === this.version) return;
    this.#held.clear();
    this.version = keys;
  }
}

const nameOf = (token: string): string => hash('sha256', token, 'base64');
