import { setImmediate } from 'node:timers/promises';
import type { RateLimiter } from '../../domain/ports/rate-limiter.js';
import type { Limit, LimitKey, Quota } from '../../domain/throttle/limit.js';
import type { Spans } from './spans.js';

interface Taken {
  readonly limit: Limit;
  readonly now: Date;
}

/** Limits as one decision sees them: what it takes is counted when it is committed. */
export class MemoryLimits implements RateLimiter {
  private readonly taken = new Map<LimitKey, Taken>();

  constructor(private readonly spans: Spans) {}

  async look(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    await setImmediate();
    return this.spans.look(key, limit, now);
  }

  async take(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    const quota = await this.look(key, limit, now);
    if (!quota.admitted) return quota;
    this.taken.set(key, { limit, now });
    return { ...quota, left: quota.left - 1 };
  }

  /** Whether everything taken still fits. */
  stands(): boolean {
    return [...this.taken].every(([key, { limit, now }]) => this.spans.look(key, limit, now).admitted);
  }

  write(): void {
    for (const [key, { limit, now }] of this.taken) this.spans.take(key, limit, now);
  }
}
