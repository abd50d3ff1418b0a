import type { Client } from '../../domain/client.js';
import type { RateLimiter } from '../../domain/ports/rate-limiter.js';
import type { Beats, Transaction, UnitOfWork } from '../../domain/ports/unit-of-work.js';
import type { Limit, LimitKey, Quota } from '../../domain/throttle/limit.js';

/** Undefined where limits live in the store itself. */
export const limitedBy = (limiter: RateLimiter | undefined, work: UnitOfWork): UnitOfWork =>
  limiter ? new LimitedWork(work, limiter) : work;

/**
 * A store whose limits live elsewhere. They are asked in the same breath as the store, once a run; what a decision counts
 * after it looked is sent without waiting for an answer.
 */
class LimitedWork implements UnitOfWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly limiter: RateLimiter,
  ) {}

  run<G, P, T>(by: Client, work: ((tx: Transaction) => Promise<T>) | Beats<G, P, T>): Promise<T> {
    const limits = new LimitsOfARun(this.limiter);
    const limited = (tx: Transaction): Transaction => within(tx, limits);
    if (typeof work === 'function') return this.work.run(by, (tx) => work(limited(tx)));
    return this.work.run(by, {
      gather: (tx) => work.gather(limited(tx)),
      prove: (seen) => work.prove(seen),
      decide: (tx, proof) => work.decide(limited(tx), proof),
    });
  }
}

function within(tx: Transaction, limits: RateLimiter): Transaction {
  const { users, challenges, sessions, pools, links, mailboxes, devices } = tx;
  const record: Transaction['record'] = (event) => tx.record(event);
  return { users, challenges, sessions, pools, links, mailboxes, devices, limits, record };
}

class LimitsOfARun implements RateLimiter {
  private readonly looked = new Map<LimitKey, Promise<Quota>>();
  private readonly taken = new Map<LimitKey, Promise<Quota>>();

  constructor(private readonly limiter: RateLimiter) {}

  look(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    return once(this.looked, key, () => this.limiter.look(key, limit, now));
  }

  take(key: LimitKey, limit: Limit, now: Date): Promise<Quota> {
    const looked = this.looked.get(key);
    return once(this.taken, key, () => (looked ? this.send(looked, key, now) : this.limiter.take(key, limit, now)));
  }

  private async send(looked: Promise<Quota>, key: LimitKey, now: Date): Promise<Quota> {
    const quota = await looked;
    if (!quota.admitted) return quota;
    this.limiter.take(key, quota.limit, now).catch(() => undefined);
    return { ...quota, left: quota.left - 1 };
  }
}

function once(answers: Map<LimitKey, Promise<Quota>>, key: LimitKey, ask: () => Promise<Quota>): Promise<Quota> {
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}
