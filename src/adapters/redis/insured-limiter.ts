import type { RateLimiter } from '../../domain/ports/rate-limiter.js';
import type { Limit, LimitKey, Quota } from '../../domain/throttle/limit.js';
import { Spans } from '../memory/spans.js';

/** A server that is gone is asked again after so long (milliseconds): meanwhile nobody waits for it. */
const patience = 1000;

export interface Insurance {
  /** Once, however many ask meanwhile. */
  readonly onLost: (why: unknown) => void;
  readonly onBack: () => void;
  /** Milliseconds that only grow. */
  readonly elapsed?: () => number;
}

/**
 * Limits that outlive where they are kept: while the other limiter rejects, this process counts by itself, and admits half
 * of what a limit says, since other replicas count by themselves, too (ASVS 16.5.3). Never rejects.
 */
export class InsuredLimiter implements RateLimiter {
  private readonly spans = new Spans();
  private lostAt: number | undefined;

  constructor(
    private readonly limiter: RateLimiter,
    private readonly its: Insurance,
  ) {}

  look(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    return this.ask(
      () => this.limiter.look(key, limit, now),
      () => this.spans.look(key, strict(limit), now),
    );
  }

  take(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    return this.ask(
      () => this.limiter.take(key, limit, now),
      () => this.spans.take(key, strict(limit), now),
    );
  }

  private async ask(there: () => Promise<Quota>, here: () => Quota): Promise<Quota> {
    const { lostAt } = this;
    if (lostAt !== undefined && this.elapsed() - lostAt < patience) return here();
    // One finds out for all whether it is back.
    if (lostAt !== undefined) this.lostAt = this.elapsed();
    try {
      const quota = await there();
      if (this.lostAt !== undefined) this.its.onBack();
      this.lostAt = undefined;
      return quota;
    } catch (why) {
      if (this.lostAt === undefined) this.its.onLost(why);
      this.lostAt = this.elapsed();
      return here();
    }
  }

  private elapsed(): number {
    return (this.its.elapsed ?? (() => performance.now()))();
  }
}

const strict = ({ most, per }: Limit): Limit => ({ most: Math.ceil(most / 2), per });
