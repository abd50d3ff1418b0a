import type { RateLimiter } from '../../domain/ports/rate-limiter.js';
import { standing, type Limit, type LimitKey, type Quota } from '../../domain/throttle/limit.js';
import type { Reading } from './reading.js';

/** One that is to be counted, and when. */
export interface Taken {
  readonly limit: Limit;
  readonly now: Date;
}

/** Limits that ride on what a decision reads and commits anyway. */
export class PostgresLimits implements RateLimiter {
  private readonly taken = new Map<LimitKey, Taken>();

  constructor(private readonly reading: Reading) {}

  async look(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    return standing(await this.reading.span(key), limit, now);
  }

  async take(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    const quota = await this.look(key, limit, now);
    if (!quota.admitted) return quota;
    this.taken.set(key, { limit, now });
    return { ...quota, left: quota.left - 1 };
  }

  /** What is to be counted, in the order of locks. */
  inOrder(): readonly (readonly [LimitKey, Taken])[] {
    return [...this.taken].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
