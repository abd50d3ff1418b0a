import { hash } from 'node:crypto';

interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

/**
 * What was learnt about credentials, by their SHA-256 and for a while: positive answers only, so that guesses push nothing
 * out, and never the credential itself. Forgets all when `version` changes.
 */
export class KeptAnswers<T> {
  readonly #kept = new Map<string, Kept<T>>();
  #version = 0;

  constructor(private readonly most = 10_000) {}

  recall(credential: string, version: number, now: Date): T | undefined {
    this.follow(version);
    if (this.#kept.size === 0) return undefined;
    const name = nameOf(credential);
    const found = this.#kept.get(name);
    if (!found) return undefined;
    if (now.getTime() < found.until) return found.value;
    this.#kept.delete(name);
    return undefined;
  }

  /** `version` is the one it was learnt under: where that has changed meanwhile, nothing is kept. */
  keep(credential: string, version: number, value: T, until: number): void {
    if (version !== this.#version) return;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.most && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(nameOf(credential), { value, until });
  }

  get size(): number {
    return this.#kept.size;
  }

  private follow(version: number): void {
    if (version === this.#version) return;
    this.#kept.clear();
    this.#version = version;
  }
}

const nameOf = (credential: string): string => hash('sha256', credential, 'base64');
