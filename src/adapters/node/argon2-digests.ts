import type { Digest } from '../../domain/ids.js';
import { Busy, type HashingLane } from '../../domain/ports/password-hasher.js';
import type { Secret } from '../../domain/secret.js';
import type { HashingPool } from './hashing-pool.js';

/** Bare argon2id digests under a salt of the caller's, in the same threads and the same queue as passwords. */
export class Argon2Digests {
  constructor(private readonly pool: HashingPool) {}

  /** In the order of `values`; all of them or `Busy`. The salt has 8 bytes or more. */
  async of(values: readonly Secret[], salt: Uint8Array, lane: HashingLane): Promise<readonly Digest[] | Busy> {
    const jobs = values.map((value) => ({ kind: 'digest', text: value.reveal(), salt }) as const);
    const digests = await this.pool.all(jobs, lane);
    return digests instanceof Busy ? digests : digests.map((digest) => digest as Digest);
  }
}
