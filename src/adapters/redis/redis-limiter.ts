import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { after, type Duration } from '../../domain/duration.js';
import type { RateLimiter } from '../../domain/ports/rate-limiter.js';
import type { Limit, LimitKey, Quota } from '../../domain/throttle/limit.js';

/** Counts in Redis, under Redis's clock: its keys end by themselves. Rejects where Redis does not answer. */
export class RedisLimiter implements RateLimiter {
  private readonly limiters = new Map<string, RateLimiterRedis>();

  constructor(private readonly client: Redis) {}

  async look(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    const found = await this.limiterOf(limit).get(key);
    const used = found?.consumedPoints ?? 0;
    return {
      limit,
      admitted: used < limit.most,
      left: Math.max(0, limit.most - used),
      resetsAt: end(found, limit, now),
    };
  }

  async take(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    try {
      const counted = await this.limiterOf(limit).consume(key);
      return { limit, admitted: true, left: counted.remainingPoints, resetsAt: end(counted, limit, now) };
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return { limit, admitted: false, left: 0, resetsAt: end(refused, limit, now) };
    }
  }

  /** There are as many as the policy has limits. */
  private limiterOf({ most, per }: Limit): RateLimiterRedis {
    const name = `${most}/${per}`;
    const known = this.limiters.get(name);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: this.client,
      keyPrefix: 'portcullis',
      points: most,
      duration: Math.ceil(per / 1000),
      rejectIfRedisNotReady: true,
    });
    this.limiters.set(name, made);
    return made;
  }
}

function end(found: RateLimiterRes | null, limit: Limit, now: Date): Date {
  return after(now, found ? (Math.max(0, found.msBeforeNext) as Duration) : limit.per);
}
