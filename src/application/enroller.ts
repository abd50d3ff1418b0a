import type { MfaChallenge } from '../domain/mfa/mfa-challenge.js';
import type { PendingEnrolment } from '../domain/mfa/enrolment.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { AuthSession } from '../domain/session/auth-session.js';
import type { PresentedChallenge } from '../domain/session/credentials.js';
import type { Proofs } from '../domain/session/proof.js';
import type { User } from '../domain/user/user.js';
import type { ChallengeDesk } from './challenge-desk.js';
import { standing, type Viewer } from './viewer.js';

/** On whose word a factor is enrolled: a live session, or a challenge that demands the first factor. */
export type By =
  | { readonly kind: 'session'; readonly viewer: Viewer }
  | { readonly kind: 'challenge'; readonly presented: PresentedChallenge };

export type Enroller = { readonly id: PendingEnrolment['by']; readonly user: User; readonly proofs: Proofs } & (
  | { readonly kind: 'session'; readonly session: AuthSession }
  | { readonly kind: 'challenge'; readonly challenge: MfaChallenge; readonly raised: AuthSession | undefined }
);

/** Who enrols, as things are now; undefined where the session or the challenge is over, or cannot enrol. */
export async function enroller(
  tx: Transaction,
  by: By,
  challenges: ChallengeDesk,
  now: Date,
): Promise<Enroller | undefined> {
  if (by.kind === 'session') {
    const live = await standing(tx, by.viewer, now);
    return live && { kind: 'session', id: live.session.id, proofs: live.session.proofs, ...live };
  }
  const found = await challenges.find(tx, by.presented);
  if (!found) return undefined;
  const { challenge, user } = found;
  const { id, purpose, proofs, raises } = challenge.snapshot();
  // A login's challenge enrols nothing: whoever has only the password must not add a factor to a user who has one.
  if (purpose !== 'enrolment' || !challenge.isOpen(user, now) || user.factors().length > 0) return undefined;
  const raised = raises && (await tx.sessions.byId(raises));
  if (raises && !raised?.isLive(user, now)) return undefined;
  return { kind: 'challenge', id, user, proofs, challenge, raised };
}
