import { fetchJson } from './fetch-json.js';
import { verifyingKeys, type VerifyingKey, type VerifyingKeys } from './verifying-key.js';

// Milliseconds.
const second = 1000;
const minute = 60 * second;
/** Between two fetches, whatever key is asked for: nobody can make a guard flood the service. */
const pause = 30 * second;
/** While there is no key at all, nobody gets in: ask more often. */
const eagerPause = second;
/** The service is out of reach, not its keys wrong: they go on for so long. */
const stalest = 60 * minute;
/** Whatever `Cache-Control` says, a revoked key is noticed within the longest; in seconds. */
const freshness = { least: 30, usual: 300, longest: 600 };

interface Held {
  readonly keys: VerifyingKeys;
  /** What was published, to notice a change. */
  readonly text: string;
  readonly at: number;
  readonly freshUntil: number;
}

/**
 * The service's public keys: fetched when they are first needed and when they have aged, at most once in 30 s, one fetch
 * at a time. New keys are published long before they sign, so waiting costs nobody a request.
 */
export class RemoteKeys {
  #held: Held | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failed = false;
  #coming: Promise<void> | undefined;
  #version = 0;

  constructor(private readonly url: URL) {}

  /** Another number whenever the keys are others. */
  get version(): number {
    return this.#version;
  }

  /** Nothing need be asked: what was verified under `version` still is. */
  isFresh(now: Date): boolean {
    return this.#held !== undefined && now.getTime() < this.#held.freshUntil && now.getTime() >= this.#held.at;
  }

  /** Asks anew where the keys have aged; `unavailable` where there is none young enough to be believed. */
  async refresh(now: Date): Promise<'usable' | 'unavailable'> {
    if (!this.isFresh(now)) {
      const asking = this.ask(now);
      // In an outage nobody waits for an answer that will not come; the next who asks has it if it does.
      if (!this.#failed || !this.isUsable(now)) await asking;
    }
    return this.isUsable(now) ? 'usable' : 'unavailable';
  }

  /** `unavailable` too where the key may be one that could not be fetched. */
  async find(id: string, now: Date): Promise<VerifyingKey | 'unknown' | 'unavailable'> {
    if ((await this.refresh(now)) === 'unavailable') return 'unavailable';
    if (!this.#held?.keys.has(id)) await this.ask(now);
    return this.#held?.keys.get(id) ?? (this.#failed ? 'unavailable' : 'unknown');
  }

  private isUsable(now: Date): boolean {
    return this.#held !== undefined && now.getTime() - this.#held.at < stalest;
  }

  private ask(now: Date): Promise<void> {
    if (this.#coming) return this.#coming;
    const since = now.getTime() - this.#askedAt;
    // A clock that was set back must not stop us from asking.
    if (since >= 0 && since < (this.isUsable(now) ? pause : eagerPause)) return Promise.resolve();
    this.#askedAt = now.getTime();
    this.#coming = this.take(now).finally(() => (this.#coming = undefined));
    return this.#coming;
  }

  private async take(now: Date): Promise<void> {
    const fetched = await fetchJson(this.url, {}).catch(() => undefined);
    const keys = fetched?.status === 200 ? verifyingKeys(fetched.body) : undefined;
    this.#failed = keys === undefined;
    if (!keys) return;
    const text = JSON.stringify(fetched?.body);
    if (text !== this.#held?.text) this.#version += 1;
    const at = now.getTime();
    const fresh = maxAge(fetched?.headers.get('cache-control') ?? '') * second;
    this.#held = { keys, text, at, freshUntil: at + fresh };
  }
}

function maxAge(cacheControl: string): number {
  const said = /(?:^|[\s,])max-age=(\d{1,9})/i.exec(cacheControl)?.[1];
  const { least, usual, longest } = freshness;
  return Math.min(longest, Math.max(least, said === undefined ? usual : Number(said)));
}
