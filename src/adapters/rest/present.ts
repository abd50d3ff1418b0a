import type { PendingViewer } from '../../application/authenticate-pending.js';
import type { Pending } from '../../application/challenge-desk.js';
import type { StaleProof } from '../../application/freshness.js';
import type { SignedIn } from '../../application/session-desk.js';
import type { SessionId } from '../../domain/ids.js';
import type { SessionView } from '../../domain/session/auth-session.js';
import type { Credential } from '../../domain/session/credentials.js';
import { recommendationsFor } from '../../domain/user/recommendations.js';
import type { UserView } from '../../domain/user/user-view.js';
import type { Envelope } from '../../application/envelope.js';
import { refuse, type Refusal } from './problems.js';

/** Where a challenge is answered, by what is due. */
const answerAt = { 'second-factor': '/auth/mfa/verify', enrolment: '/auth/factors/totp' } as const;

export function presentSession(session: SessionView, own: SessionId) {
  const { id, kind, assurance, amr, authenticatedAt, lastSeenAt, expiresAt, device } = session;
  const mfaVerified = assurance === 'aal2';
  const current = id === own;
  return { id, credential: kind, assurance, mfaVerified, amr, authenticatedAt, lastSeenAt, expiresAt, device, current };
}

export function presentUser(user: UserView, session: Pick<SessionView, 'proofs'>) {
  const { id, email, factors, backupCodesLeft } = user;
  const recommendations = recommendationsFor(user, session);
  return { id, email, mfaEnabled: factors.length > 0, factors, backupCodesLeft, recommendations };
}

/** Signed in: the credential leaves with the answer, in its body or as a cookie. */
export function presentSignedIn({ user, session, credential, device, mfaDueBy }: SignedIn, envelope: Envelope) {
  envelope.deliver({ credential, device });
  return {
    user: presentUser(user, session),
    session: presentSession(session, session.id),
    tokens: presentTokens(credential),
    deviceToken: presentDevice({ credential, device }),
    mfaDueBy,
  };
}

export const signedIn = (outcome: SignedIn, envelope: Envelope) =>
  ({ status: 200, body: { status: 'signed-in', ...presentSignedIn(outcome, envelope) } }) as const;

export function presentTokens(credential: Credential) {
  if (credential.kind !== 'token') return undefined;
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = credential;
  return {
    accessToken: accessToken.reveal(),
    accessTokenExpiresAt,
    refreshToken: refreshToken.reveal(),
    refreshTokenExpiresAt,
  };
}

/** A browser keeps it in a cookie, out of the reach of scripts. */
export const presentDevice = ({ credential, device }: Pick<SignedIn, 'credential' | 'device'>): string | undefined =>
  credential.kind === 'token' ? device?.token.reveal() : undefined;

/** A challenge without its token. */
export function presentChallenge({ challenge, hints }: Pick<PendingViewer, 'challenge' | 'hints'>) {
  const { purpose, offer, attemptsLeft, expiresAt } = challenge;
  const due = purpose === 'enrolment' ? 'enrolment' : 'second-factor';
  return {
    due,
    factors: offer,
    hints: hints.map(({ kind, label }) => ({ factor: kind, label })),
    attemptsLeft,
    expiresAt,
    answerAt: answerAt[due],
  } as const;
}

export const statusOf = ({ challenge }: Pick<PendingViewer, 'challenge'>) =>
  challenge.purpose === 'enrolment' ? 'enrolment-required' : 'mfa-required';

/** Something is due: 202, with the challenge in the body and for a browser in its pending cookie. */
export function posed(pending: Pending, envelope: Envelope) {
  carry(pending, envelope);
  const challenge = { token: pending.token.reveal(), ...presentChallenge(pending) };
  return { status: 202, body: { status: statusOf(pending), challenge } } as const;
}

export function carry({ carried, challenge }: Pending, envelope: Envelope): void {
  if (carried) envelope.carry(carried, challenge.expiresAt);
}

export const stepUpRequired = ({ requires, maxAge }: StaleProof): Refusal<'step-up-required'> =>
  refuse('step-up-required', { requiredAssurance: requires, maxAge, answerAt: '/auth/step-up' });

/** A session is demanded, and there is a pending sign-in at best. */
export const unfinished = (pending: PendingViewer | undefined): Refusal<'mfa-required' | 'session-ended'> =>
  pending ? refuse('mfa-required', { challenge: presentChallenge(pending) }) : refuse('session-ended');
