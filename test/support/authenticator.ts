import type { EnrolmentId } from '../../src/domain/ids.js';
import type { Enrolment, Sealed } from '../../src/domain/mfa/factors.js';
import type { HashingLane } from '../../src/domain/ports/password-hasher.js';
import type { SeedSeal } from '../../src/adapters/factors/totp.js';

export const lane: HashingLane = { client: '192.0.2.1', purpose: 'factor' };

/** A seal that hides nothing and still notices another context: what a factor does with its seal, without a cipher. */
export const openSeal: SeedSeal = {
  seal: (seed, context) => `${context}:${Buffer.from(seed).toString('hex')}`,
  open(sealed, context) {
    const [sealedFor, hex] = sealed.split(':');
    if (sealedFor !== context || hex === undefined) throw new Error('sealed for something else');
    return Buffer.from(hex, 'hex');
  },
};

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
    seed: openSeal.seal(Buffer.from(seedHex, 'hex'), `${algorithm}/${digits}/${period}`) as Sealed,
  };
}
