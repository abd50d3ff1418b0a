import { HashingPool, type HashingPoolOptions } from '../../src/adapters/node/hashing-pool.js';
import { SystemClock } from '../../src/adapters/node/system-clock.js';

/** A pool that throws at trouble unless the test wants to hear of it. */
export function hashingPool(options: Partial<HashingPoolOptions> = {}): HashingPool {
  return new HashingPool({
    clock: new SystemClock(),
    onTrouble: (what, error) => {
      throw new Error(what, { cause: error });
    },
    ...options,
  });
}
