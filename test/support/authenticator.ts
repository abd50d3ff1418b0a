import type { EnrolmentId } from '../../src/domain/ids.js';
import type { Enrolment, Sealed } from '../../src/domain/mfa/factors.js';
import type { HashingLane } from '../../src/domain/ports/password-hasher.js';
import { Secret } from '../../src/domain/secret.js';
import { Seal } from '../../src/adapters/node/seal.js';
import { base32 } from './base32.js';

export const lane: HashingLane = { client: '192.0.2.1', purpose: 'factor' };

/** The seal of the service, under a key of the tests. */
export const seal = new Seal(new Secret('a key that only the tests use, 32 bytes'));

/** An authenticator with this seed. */
export function authenticator(seedHex: string, its: Partial<Enrolment<'totp'>> = {}): Enrolment<'totp'> {
  const { algorithm = 'sha1', digits = 6, period = 30 } = its;
  return {
    kind: 'totp',
    id: 'e1' as EnrolmentId,
    label: 'Phone',
    enrolledAt: new Date(0),
    lastUsedAt: undefined,
    lastStep: -1,
    ...its,
    algorithm,
    digits,
    period,
    seed: seal.seal(new Secret(base32(seedHex)), {
      purpose: 'totp-seed',
      owner: `${algorithm}/${digits}/${period}`,
    }) as Sealed,
  };
}
