import * as say from './operations.js';
import { password, type Visitor } from './visitor.js';

/** One argument of one operation, in a request that is good but for it. */
export interface Place {
  readonly operation: string;
  readonly query: string;
  readonly argument: string;
  readonly rest: Readonly<Record<string, unknown>>;
  /** Typed answers to values that are as good as none; refusals are always among them. */
  readonly harmless?: readonly string[];
}

/** Who sends it. */
export interface Senders {
  readonly nobody: Visitor;
  /** Signed in with a password alone, with an enrolment begun. */
  readonly ada: Visitor;
  /** An administrator, signed in with two factors. */
  readonly grace: Visitor;
  /** Half way: a challenge waits in the pending cookie. */
  readonly half: Visitor;
  readonly challengeToken: string;
}

const queries = new Map(Object.entries(say));
const taken = { email: 'ada@example.org', password };
const wrong = { email: 'nobody@example.org', password: 'not the password' };
const unknown = '0190a000-0000-7000-8000-000000000001';

/** Every argument of every mutation. */
export function placesOf({
  nobody,
  ada,
  grace,
  half,
  challengeToken,
}: Senders): readonly (readonly [Visitor, Place])[] {
  const place = (
    visitor: Visitor,
    operation: keyof typeof say,
    rest: Place['rest'],
    argument: string,
    more: Partial<Place> = {},
  ) => [visitor, { operation, query: queries.get(operation) ?? '', rest, argument, ...more }] as const;
  const answer = { factor: 'TOTP', code: 'no code', challengeToken };
  return [
    place(nobody, 'register', taken, 'email'),
    place(nobody, 'register', taken, 'password', { harmless: ['RegistrationAccepted'] }),
    place(nobody, 'confirmAddress', {}, 'code'),
    place(nobody, 'requestPasswordReset', {}, 'email', { harmless: ['PasswordResetRequested'] }),
    place(nobody, 'resetPassword', { password }, 'code'),
    place(nobody, 'resetPassword', { code: 'no code' }, 'password'),
    place(nobody, 'reopenSignIn', {}, 'code'),
    place(nobody, 'reopenSignIn', { code: 'no code' }, 'credential'),
    place(nobody, 'thisWasNotMe', {}, 'code'),
    place(ada, 'changePassword', { next: password }, 'current'),
    place(ada, 'changePassword', { current: 'not the password' }, 'next'),
    place(ada, 'changeAddress', {}, 'email', { harmless: ['AddressChangeRequested'] }),
    place(nobody, 'login', wrong, 'email'),
    place(nobody, 'login', { ...wrong, email: 'ada@example.org' }, 'password'),
    place(nobody, 'login', wrong, 'credential'),
    // Nobody's address, so that nothing is hashed for it.
    place(nobody, 'login', { ...wrong, email: 'nobody' }, 'deviceToken'),
    place(half, 'verifyMfa', answer, 'challengeToken'),
    place(half, 'verifyMfa', answer, 'factor'),
    place(half, 'verifyMfa', answer, 'code'),
    place(half, 'verifyMfa', { ...answer, factor: 'BACKUP_CODE' }, 'code'),
    place(half, 'verifyMfa', { ...answer, factor: 'PASSKEY' }, 'code'),
    place(half, 'verifyMfa', answer, 'trustDevice'),
    place(ada, 'stepUp', { password: 'wrong' }, 'assurance'),
    place(ada, 'stepUp', { assurance: 'AAL1' }, 'password'),
    place(ada, 'refreshSession', {}, 'refreshToken'),
    place(nobody, 'logout', {}, 'refreshToken', { harmless: ['LogoutResult'] }),
    place(nobody, 'logout', {}, 'everywhere', { harmless: ['LogoutResult'] }),
    place(ada, 'revokeSession', {}, 'id'),
    place(nobody, 'enrolTotp', {}, 'enrolmentToken'),
    place(ada, 'enrolTotp', {}, 'enrolmentToken'),
    place(ada, 'confirmTotp', {}, 'code'),
    place(ada, 'confirmTotp', { code: 'no code' }, 'label'),
    place(ada, 'confirmTotp', { code: 'no code' }, 'enrolmentToken'),
    place(grace, 'removeFactor', {}, 'id'),
    place(grace, 'renameFactor', { label: 'x' }, 'id'),
    place(grace, 'renameFactor', { id: 'x' }, 'label'),
    place(nobody, 'setLanguage', {}, 'language'),
    place(grace, 'revokeTrustedDevice', {}, 'id'),
    place(nobody, 'exchangeMachineToken', {}, 'token'),
    place(grace, 'revokeMachineToken', {}, 'id'),
    place(grace, 'removeServiceAccount', {}, 'id'),
    // Any label will do: only for somebody who has no factor to make one with.
    place(ada, 'createServiceAccount', {}, 'label'),
    place(grace, 'createMachineToken', { scope: ' ' }, 'days'),
    place(grace, 'createMachineToken', { days: 0 }, 'scope'),
    place(grace, 'createMachineToken', { days: 0, scope: 'reports:read' }, 'label'),
    place(grace, 'createMachineToken', { days: 1, scope: ' ' }, 'serviceAccount'),
    place(grace, 'grantRole', { role: 'ADMIN' }, 'id'),
    place(grace, 'grantRole', { id: unknown }, 'role'),
    place(grace, 'withdrawRole', { role: 'ADMIN' }, 'id'),
    place(grace, 'withdrawRole', { id: unknown }, 'role'),
    ...(['disableUser', 'enableUser', 'unlockUser', 'endUserSessions', 'resetUserMfa'] as const).map((operation) =>
      place(grace, operation, {}, 'id'),
    ),
    place(grace, 'replayDeadLetter', { subscriber: 'mail' }, 'fact'),
    place(grace, 'replayDeadLetter', { fact: unknown }, 'subscriber'),
    // For nobody, whatever it says.
    ...['mfa', 'mfaDueBy', 'mfaAge', 'factors', 'trustedDevices'].map((rule) => place(grace, 'setPolicy', {}, rule)),
    // None is set.
    place(grace, 'removePolicy', { role: 'ADMIN' }, 'user', { harmless: ['PolicyChanged'] }),
    place(grace, 'removePolicy', { user: unknown }, 'role', { harmless: ['PolicyChanged'] }),
    place(grace, 'createWebhook', {}, 'url'),
    place(grace, 'createWebhook', { url: 'ftp://x' }, 'kinds'),
    place(grace, 'createWebhook', { url: 'ftp://x' }, 'includesClient'),
    place(grace, 'rotateWebhookSecret', {}, 'id'),
    place(grace, 'pauseWebhook', {}, 'id'),
    place(grace, 'resumeWebhook', {}, 'id'),
    place(grace, 'removeWebhook', {}, 'id'),
    place(grace, 'replayWebhook', {}, 'id'),
    place(grace, 'replayWebhook', { id: unknown }, 'fact'),
  ];
}
