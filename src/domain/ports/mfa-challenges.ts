import type { ChallengeId } from '../ids.js';
import type { MfaChallenge } from '../mfa/mfa-challenge.js';

export interface MfaChallenges {
  byId(id: ChallengeId): Promise<MfaChallenge | undefined>;
  add(challenge: MfaChallenge): void;
}
