import type { RefreshSessionOutcome } from '../../application/refresh-session.js';
import type { RevokeSessionOutcome } from '../../application/revoke-session.js';
import type { StepUpOutcome } from '../../application/step-up.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { notAllowed, tooManyAttempts } from './present-refusal.js';
import { presentEnrolmentDue, presentPending, presentSignedIn } from './present-sign-in.js';
import { InvalidCredentials, SessionEnded } from './refusals.js';
import {
  SessionNotFound,
  SessionRevoked,
  type RefreshSessionResult,
  type RevokeSessionResult,
  type StepUpResult,
} from './session-types.js';

export function presentStepUp(outcome: StepUpOutcome, context: RequestContext): StepUpResult {
  switch (outcome.status) {
    case 'raised':
      return presentSignedIn(outcome.signedIn, context);
    case 'mfa-required':
      return presentPending(outcome.pending, context);
    case 'denied':
      return new InvalidCredentials();
    case 'no-factor':
      return notAllowed('no-factor');
    case 'ended':
      return new SessionEnded();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentRefresh(outcome: RefreshSessionOutcome, context: RequestContext): RefreshSessionResult {
  switch (outcome.status) {
    case 'refreshed':
      return presentSignedIn(outcome.signedIn, context);
    case 'mfa-required':
      return presentPending(outcome.pending, context);
    case 'enrolment-required':
      return presentEnrolmentDue(outcome.pending, context);
    case 'ended':
      return new SessionEnded();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentRevocation(outcome: RevokeSessionOutcome): RevokeSessionResult {
  switch (outcome.status) {
    case 'revoked':
      return make(SessionRevoked, { id: outcome.id });
    case 'unknown':
      return new SessionNotFound();
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}
