import type { ChallengeId, Digest, SessionId } from '../ids.js';
import type { AuthenticatorKind, Enrolment, Mark } from './factors.js';

/** An authenticator that was shown and not confirmed yet: it never counts, and never disturbs a live one. */
export interface PendingEnrolment {
  readonly enrolment: Enrolment<AuthenticatorKind>;
  /** The session or the enrolment challenge that began it; no other may confirm it. */
  readonly by: SessionId | ChallengeId;
  readonly expiresAt: Date;
  readonly attemptsLeft: number;
}

/** Every one-time rule of the house, one switch: the enrolment after `mark` was spent on it, or undefined where it was spent before. */
export function spend(enrolment: Enrolment, mark: Mark): Enrolment | undefined {
  // prettier-ignore
  switch (mark.kind) {
    // RFC 6238 §5.2: a step once accepted, and every step before it, is refused forever.
    case 'totp':        return enrolment.kind === 'totp' && mark.step > enrolment.lastStep ? { ...enrolment, lastStep: mark.step } : undefined;
    case 'backup-code': return enrolment.kind === 'backup-code' && enrolment.digests.includes(mark.digest) ? { ...enrolment, digests: without(enrolment.digests, mark.digest) } : undefined;
    default:            return mark satisfies never;
  }
}

const without = (digests: readonly Digest[], spent: Digest): readonly Digest[] =>
  digests.filter((digest) => digest !== spent);
