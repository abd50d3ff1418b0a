import type { ChallengeId } from '../ids.js';
import type { ChallengeView } from '../mfa/mfa-challenge.js';
import type { Secret } from '../secret.js';

/** What a challenge token may be used for: `verify` answers a challenge, `enrol` enrols a first factor. */
export type ChallengeUse = 'verify' | 'enrol';

/** How a pending sign-in travels: a token that is nobody everywhere but where a challenge is answered. */
export interface ChallengeTokens {
  issue(challenge: ChallengeView, secret: Secret, now: Date): Promise<Secret>;
  /** Undefined for anything else than a live token of that use. */
  read(
    use: ChallengeUse,
    token: Secret,
    now: Date,
  ): Promise<{ readonly id: ChallengeId; readonly secret: Secret } | undefined>;
}
