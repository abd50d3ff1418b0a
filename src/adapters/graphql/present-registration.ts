import type { RegisterUserOutcome } from '../../application/register-user.js';
import type { PasswordProblem } from '../../domain/user/password.js';
import type { RequestContext } from './context.js';
import { make } from './make.js';
import { notAllowed, tooManyAttempts } from './present-refusal.js';
import { EmailRejected, PasswordRejected, RegistrationAccepted, type RegisterResult } from './registration-types.js';

const why: Readonly<Record<PasswordProblem, string>> = {
  'too-short': 'This password is too short.',
  'too-long': 'This password is too long.',
  'contains-address': 'This password contains the e-mail address.',
  common: 'This password is among those that everybody tries first.',
  breached: 'This password is known from a breach.',
};

export const passwordRejected = (problem: PasswordProblem): PasswordRejected =>
  make(PasswordRejected, { message: why[problem], reason: problem });

export function presentRegistration(outcome: RegisterUserOutcome, context: RequestContext): RegisterResult {
  switch (outcome.status) {
    case 'accepted':
      return make(RegistrationAccepted, { email: outcome.email });
    case 'email-rejected':
      return new EmailRejected();
    case 'password-rejected':
      return passwordRejected(outcome.problem);
    case 'closed':
      return notAllowed('registration-closed');
    case 'too-many-attempts':
      return tooManyAttempts(outcome.retryAt, context);
    default:
      return outcome satisfies never;
  }
}
