import { hashRaw } from '@node-rs/argon2';
import type { Digest } from '../../domain/ids.js';
import type { Secret } from '../../domain/secret.js';
import { argon2id } from './argon2id.js';

/** As `Argon2Digests`, for a process that does nothing else: no queue, and nobody is turned away. */
export class UnqueuedDigests {
  of(values: readonly Secret[], salt: Uint8Array): Promise<readonly Digest[]> {
    return Promise.all(
      values.map(async (value) => {
        const digest = await hashRaw(value.reveal(), { ...argon2id, salt });
        return digest.toString('base64url') as Digest;
      }),
    );
  }
}
