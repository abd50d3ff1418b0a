import type { Pending } from '../../application/challenge-desk.js';
import type { LogInOutcome } from '../../application/log-in.js';
import type { SignedIn } from '../../application/session-desk.js';
import type { VerifyMfaOutcome } from '../../application/verify-mfa.js';
import type { Credential } from '../../domain/session/credentials.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { presentUser } from './present-account.js';
import { invalidCode, tooManyAttempts } from './present-refusal.js';
import { InvalidCredentials } from './refusals.js';
import {
  Authenticated,
  ChallengeClosed,
  MfaEnrolmentRequired,
  MfaRequired,
  TokenPair,
  type LoginResult,
  type VerifyMfaResult,
} from './sign-in-types.js';

/** Signed in: the credential leaves with the answer, in its body or as a cookie. */
export function presentSignedIn(
  { user, session, credential, device, mfaDueBy }: SignedIn,
  context: RequestContext,
): Authenticated {
  context.envelope.deliver({ credential, device });
  const presented = presentUser({ user, session });
  return make(Authenticated, {
    user: presented,
    session: presented.session,
    tokens: presentTokens(credential),
    // A browser keeps it in a cookie, out of the reach of scripts.
    deviceToken: credential.kind === 'token' ? device?.token.reveal() : undefined,
    mfaDueBy,
  });
}

export function presentPending(pending: Pending, context: RequestContext): MfaRequired {
  const { challenge } = pending;
  carry(pending, context);
  return make(MfaRequired, {
    challengeToken: pending.token.reveal(),
    factors: challenge.offer,
    attemptsLeft: challenge.attemptsLeft,
    expiresAt: challenge.expiresAt,
  });
}

export function presentEnrolmentDue(pending: Pending, context: RequestContext): MfaEnrolmentRequired {
  const { challenge } = pending;
  carry(pending, context);
  return make(MfaEnrolmentRequired, {
    enrolmentToken: pending.token.reveal(),
    factors: challenge.offer,
    expiresAt: challenge.expiresAt,
  });
}

export function presentLogin(outcome: LogInOutcome, context: RequestContext): LoginResult {
  switch (outcome.status) {
    case 'signed-in':
      return presentSignedIn(outcome.signedIn, context);
    case 'mfa-required':
      context.reply.status = 202;
      return presentPending(outcome.pending, context);
    case 'enrolment-required':
      context.reply.status = 202;
      return presentEnrolmentDue(outcome.pending, context);
    case 'denied':
      return new InvalidCredentials();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentVerified(outcome: VerifyMfaOutcome, context: RequestContext): VerifyMfaResult {
  switch (outcome.status) {
    case 'signed-in':
      return presentSignedIn(outcome.signedIn, context);
    case 'refused':
      return invalidCode(outcome);
    case 'closed':
      return new ChallengeClosed();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

function carry({ carried, challenge }: Pending, context: RequestContext): void {
  if (carried) context.envelope.carry(carried, challenge.expiresAt);
}

function presentTokens(credential: Credential): TokenPair | undefined {
  if (credential.kind !== 'token') return undefined;
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = credential;
  return make(TokenPair, {
    accessToken: accessToken.reveal(),
    accessTokenExpiresAt,
    refreshToken: refreshToken.reveal(),
    refreshTokenExpiresAt,
  });
}
