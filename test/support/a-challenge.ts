import { after, minutes } from '../../src/domain/duration.js';
import type { ChallengeView } from '../../src/domain/mfa/mfa-challenge.js';
import { aChallengeId } from '../../src/testing/builders.js';

/** A challenge of a sign-in, just posed. */
export const aChallenge = (now: Date): ChallengeView => ({
  id: aChallengeId(),
  purpose: 'sign-in',
  credential: 'token',
  offer: ['totp'],
  attemptsLeft: 5,
  issuedAt: now,
  expiresAt: after(now, minutes(5)),
});
