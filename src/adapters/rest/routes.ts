import * as answers from './answers.js';
import * as bodies from './bodies.js';
import { deviceRoutes } from './device-routes.js';
import { machineRoutes } from './machine-routes.js';
import { recoveryRoutes } from './recovery-routes.js';
import type { Asked, Reply, Route } from './route.js';

const table = <const T extends Readonly<Record<string, Route>>>(routes: T): T => routes;

/** Every route of the REST flow, by the name of what it does. */
export const routes = table({
  register: {
    method: 'post',
    path: '/auth/register',
    demand: 'public',
    summary: 'Make an account. The answer does not tell whether there was one.',
    body: bodies.registration,
    answers: { 202: answers.registered },
    problems: ['email-rejected', 'password-rejected', 'not-allowed', 'too-many-attempts'],
  },
  login: {
    method: 'post',
    path: '/auth/login',
    demand: 'public',
    summary: 'First factor. 200 when signed in, 202 when a second factor or an enrolment is due.',
    body: bodies.login,
    answers: { 200: answers.signedIn, 202: answers.posed },
    problems: ['invalid-credentials', 'too-many-attempts'],
  },
  verifyMfa: {
    method: 'post',
    path: '/auth/mfa/verify',
    demand: 'partial',
    summary: 'Second factor: the answer to a challenge, whether a login, a refresh or a step-up posed it.',
    body: bodies.answer,
    answers: { 200: answers.signedIn },
    problems: ['invalid-code', 'challenge-closed', 'too-many-attempts'],
  },
  token: {
    method: 'post',
    path: '/auth/token',
    demand: 'public',
    summary:
      'First factor for clients that know one token: it is the full one, or one that only answers the challenge.',
    body: bodies.credentials,
    answers: { 200: answers.tokenAnswer, 202: answers.preAuthenticated },
    problems: ['invalid-credentials', 'too-many-attempts'],
  },
  mfaToken: {
    method: 'post',
    path: '/auth/mfa-token',
    demand: 'partial',
    summary: 'Second factor for clients that know one token: the pre-authenticated one and a code for the full one.',
    body: bodies.tokenAnswer,
    answers: { 200: answers.tokenAnswer },
    problems: ['invalid-code', 'challenge-closed', 'too-many-attempts'],
  },
  refresh: {
    method: 'post',
    path: '/auth/refresh',
    demand: 'public',
    summary: 'A new access token for a refresh token, which is used up by it unless something is due.',
    body: bodies.refresh,
    answers: { 200: answers.signedIn, 202: answers.posed },
    problems: ['session-ended', 'too-many-attempts'],
  },
  logout: {
    method: 'post',
    path: '/auth/logout',
    demand: 'partial',
    summary: 'End the session of this request, or all of them, and drop a pending sign-in.',
    body: bodies.logout,
    answers: { 200: answers.signedOut },
    problems: [],
  },
  session: {
    method: 'get',
    path: '/auth/session',
    demand: 'partial',
    summary: 'Who am I, and what was proven: 200 for a live session, 202 for a pending sign-in.',
    answers: { 200: answers.whoAmI, 202: answers.pending },
    problems: ['session-ended'],
  },
  stepUp: {
    method: 'post',
    path: '/auth/step-up',
    demand: 'authenticated',
    summary: 'Prove more, or prove again, in a live session: answering raises it to a successor.',
    body: bodies.stepUp,
    answers: { 200: answers.signedIn, 202: answers.posed },
    problems: ['invalid-credentials', 'not-allowed', 'session-ended', 'too-many-attempts'],
  },
  enrolTotp: {
    method: 'post',
    path: '/auth/factors/totp',
    demand: 'partial',
    summary: 'Begin a TOTP enrolment: the secret and its QR code are shown here and never again.',
    body: bodies.enrolment,
    answers: { 200: answers.totpEnrolment },
    problems: ['session-ended', 'mfa-required', 'step-up-required', 'not-allowed'],
  },
  confirmTotp: {
    method: 'post',
    path: '/auth/factors/totp/confirm',
    demand: 'partial',
    summary: 'Prove that the new authenticator works; from here on it counts, and the session has proven it.',
    body: bodies.confirmation,
    answers: { 200: answers.confirmed },
    problems: ['invalid-code', 'session-ended', 'mfa-required', 'not-found', 'too-many-attempts'],
  },
  removeFactor: {
    method: 'delete',
    path: '/auth/factors/{id}',
    demand: 'authenticated',
    summary: 'Remove one authenticator; the backup codes go with the last.',
    answers: { 200: answers.removed },
    problems: ['step-up-required', 'session-ended', 'not-found', 'not-allowed'],
  },
  renameFactor: {
    method: 'post',
    path: '/auth/factors/{id}/label',
    demand: 'authenticated',
    summary: 'Call one of the own authenticators something else.',
    body: bodies.renaming,
    answers: { 200: answers.renamed },
    problems: ['session-ended', 'not-found'],
  },
  regenerateBackupCodes: {
    method: 'post',
    path: '/auth/backup-codes',
    demand: 'authenticated',
    summary: 'A new sheet of backup codes; the former one is dead.',
    body: bodies.nothing,
    answers: { 200: answers.issued },
    problems: ['step-up-required', 'session-ended', 'not-allowed'],
  },
  disableMfa: {
    method: 'delete',
    path: '/auth/mfa',
    demand: 'authenticated',
    summary: 'Turn MFA off for oneself: every authenticator and backup code goes.',
    answers: { 200: answers.disabled },
    problems: ['step-up-required', 'session-ended', 'not-allowed'],
  },
  listSessions: {
    method: 'get',
    path: '/auth/sessions',
    demand: 'authenticated',
    summary: "The user's live sessions, newest first.",
    answers: { 200: answers.sessions },
    problems: [],
  },
  revokeSession: {
    method: 'delete',
    path: '/auth/sessions/{id}',
    demand: 'authenticated',
    summary: 'End one of the own sessions, on this device or another.',
    answers: { 200: answers.revoked },
    problems: ['not-found', 'session-ended'],
  },
  ...deviceRoutes,
  setLanguage: {
    method: 'post',
    path: '/auth/language',
    demand: 'authenticated',
    summary: 'Choose the language of mails to the signed-in user.',
    body: bodies.language,
    answers: { 200: answers.languageSet },
    problems: ['session-ended'],
  },
  ...recoveryRoutes,
  ...machineRoutes,
});

export type Routes = typeof routes;
export type RouteName = keyof Routes;
/** What carries the routes out: a route without its handler does not type-check. */
export type Handlers = {
  readonly [N in RouteName]: (asked: Asked<Routes[N]>) => Promise<Reply<Routes[N]>>;
};
