import type { UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import { acting, unauthorised, type Unauthorised } from './authority.js';
import type { AccountInput } from './disable-user.js';
import { meant } from './whom.js';

export type UnlockUserOutcome =
  { readonly status: 'unlocked'; readonly id: UserId } | { readonly status: 'unknown' } | Unauthorised;

/** Too many wrong answers shut somebody out: their password and their second factors may be tried again, from nothing. */
export class UnlockUser {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly entropy: Pick<Entropy, 'keyedDigest'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ authority, whom, client }: AccountInput): Promise<UnlockUserOutcome> {
    const { work, entropy, clock, policy } = this.its;
    return work.run(acting(authority, client), async (tx): Promise<UnlockUserOutcome> => {
      const now = clock.now();
      const refusal = await unauthorised(tx, authority, ['admin'], now, policy);
      if (refusal) return refusal;
      const user = await meant(tx, whom);
      if (!user || user.snapshot().service) return { status: 'unknown' };
      const typed = PoolKey.password(entropy.keyedDigest('typed-address', user.snapshot().email));
      const kinds = (['totp', 'backup-code'] as const).map((kind) => PoolKey.factor(kind, user.id));
      const pools = await Promise.all([typed, ...kinds].map((key) => tx.pools.of(key, now)));
      for (const pool of pools) pool.open(now, user.id);
      return { status: 'unlocked', id: user.id };
    });
  }
}
