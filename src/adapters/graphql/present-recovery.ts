import type { ChangeAddressOutcome } from '../../application/change-address.js';
import type { ChangePasswordOutcome } from '../../application/change-password.js';
import type { ConfirmAddressOutcome } from '../../application/confirm-address.js';
import type { ReopenSignInOutcome } from '../../application/reopen-sign-in.js';
import type { RequestPasswordResetOutcome } from '../../application/request-password-reset.js';
import type { ResetPasswordOutcome } from '../../application/reset-password.js';
import type { SecureAccountOutcome } from '../../application/secure-account.js';
import type { CredentialKind } from '../../domain/session/credentials.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { invalidCode, stepUpRequired, tooManyAttempts } from './present-refusal.js';
import { passwordRejected } from './present-registration.js';
import { presentSignedIn } from './present-sign-in.js';
import {
  AccountSecured,
  AddressChangeRequested,
  PasswordChanged,
  PasswordReset,
  PasswordResetRequested,
  SignInReopened,
  type ChangeAddressResult,
  type ChangePasswordResult,
  type ReopenSignInResult,
  type RequestPasswordResetResult,
  type ResetPasswordResult,
  type ThisWasNotMeResult,
} from './recovery-types.js';
import { InvalidCredentials, SessionEnded, type InvalidCode } from './refusals.js';
import { AddressConfirmed, EmailRejected, type ConfirmAddressResult } from './registration-types.js';

/** Of a mailed code there is nothing to try: it is right or it is not. */
const wrongCode = (): InvalidCode => invalidCode({ attemptsLeft: 0, nextCodeAt: undefined });

export function presentPasswordChange(outcome: ChangePasswordOutcome, context: RequestContext): ChangePasswordResult {
  switch (outcome.status) {
    case 'changed':
      return make(PasswordChanged, { authenticated: presentSignedIn(outcome.signedIn, context) });
    case 'password-rejected':
      return passwordRejected(outcome.problem);
    case 'denied':
      return new InvalidCredentials();
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'ended':
      return new SessionEnded();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentResetRequest(
  outcome: RequestPasswordResetOutcome,
  context: RequestContext,
): RequestPasswordResetResult {
  switch (outcome.status) {
    case 'accepted':
      return make(PasswordResetRequested, { email: outcome.email });
    case 'email-rejected':
      return new EmailRejected();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentReset(outcome: ResetPasswordOutcome, context: RequestContext): ResetPasswordResult {
  switch (outcome.status) {
    case 'reset':
      return new PasswordReset();
    case 'password-rejected':
      return passwordRejected(outcome.problem);
    case 'refused':
      return wrongCode();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentAddressChange(outcome: ChangeAddressOutcome, context: RequestContext): ChangeAddressResult {
  switch (outcome.status) {
    case 'accepted':
      return make(AddressChangeRequested, { email: outcome.email });
    case 'email-rejected':
      return new EmailRejected();
    case 'stale-proof':
      return stepUpRequired(outcome);
    case 'ended':
      return new SessionEnded();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentConfirmation(outcome: ConfirmAddressOutcome, context: RequestContext): ConfirmAddressResult {
  switch (outcome.status) {
    case 'confirmed':
      return make(AddressConfirmed, { email: outcome.email });
    case 'refused':
      return wrongCode();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentReopening(
  outcome: ReopenSignInOutcome,
  credential: CredentialKind,
  context: RequestContext,
): ReopenSignInResult {
  switch (outcome.status) {
    case 'reopened':
      if (credential === 'cookie') context.envelope.remember(outcome.device);
      return make(SignInReopened, {
        deviceToken: credential === 'token' ? outcome.device.token.reveal() : undefined,
      });
    case 'refused':
      return wrongCode();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}

export function presentSecuring(outcome: SecureAccountOutcome, context: RequestContext): ThisWasNotMeResult {
  switch (outcome.status) {
    case 'secured':
      return new AccountSecured();
    case 'refused':
      return wrongCode();
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}
