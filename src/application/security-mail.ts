import type { Fact } from '../domain/events.js';

/** What a person hears of their account; never a secret. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
}

const notice = (subject: string, text: string): Notice => ({ subject, text });

/** From fact to notice: the product's decision "what does a person hear about", in one screen. */
export function securityMail({ event }: Fact): Notice | undefined {
  // prettier-ignore
  switch (event.type) {
    case 'registration.repeated': return notice('Somebody tried to register with your address', 'Your account is unchanged. If it was you, sign in instead.');
    case 'factor.enrolled':       return notice('An authenticator was added', 'From now on it can complete your sign-ins.');
    case 'factor.removed':        return event.kind === 'backup-code' ? undefined : notice('An authenticator was removed', 'It can no longer complete your sign-ins.');
    case 'mfa.disabled':          return notice('Multi-factor authentication was turned off', 'Your password alone signs you in now.');
    case 'backup-code.used':      return notice('A backup code was used', `${event.left} left.`);
    case 'backup-codes.issued':   return notice('New backup codes were made', 'Former ones no longer work.');
    case 'machine-token.created':  return notice('A machine token was made', 'Until it expires or is revoked, a program can act in your name with it.');
    case 'service-account.opened': return notice('A service account was made', 'It is yours, and programs can act in its name.');
    case 'machine-token.used':
    case 'machine-token.revoked':
    case 'machine-token.refused':
    case 'service-account.closed':
    case 'bypass.used':
    case 'user.registered':
    case 'user.disabled':
    case 'user.enabled':
    case 'sign-in.refused':
    case 'pool.closed':
    case 'mfa.challenged':
    case 'mfa.enrolment-demanded':
    case 'mfa.refused':
    case 'mfa.passed':
    case 'session.opened':
    case 'session.revoked':
    case 'signed-out.everywhere': return undefined;
    default:                      return event satisfies never;
  }
}
