import { HashingPool, type HashingPoolOptions } from '../../src/adapters/node/hashing-pool.js';
import { SystemClock } from '../../src/adapters/node/system-clock.js';
import { minutes } from '../../src/domain/duration.js';

/**
 * A pool that throws at trouble unless the test wants to hear of it, and has time: the machine of a test may be busy
 * with other tests.
 */
export function hashingPool(options: Partial<HashingPoolOptions> = {}): HashingPool {
  return new HashingPool({
    clock: new SystemClock(),
    patience: minutes(1),
    niceness: 0,
    onTrouble: (what, error) => {
      throw new Error(what, { cause: error });
    },
    ...options,
  });
}
