import * as answers from './answers.js';
import * as bodies from './bodies.js';
import type { Route } from './route.js';

/** Passwords and addresses that change, and the codes of mailed links. */
export const recoveryRoutes = {
  changePassword: {
    method: 'post',
    path: '/auth/password',
    demand: 'authenticated',
    summary: 'A new password by somebody who knows the current one and has proven what is due just now.',
    body: bodies.passwordChange,
    answers: { 200: answers.passwordChanged },
    problems: ['password-rejected', 'invalid-credentials', 'step-up-required', 'session-ended', 'too-many-attempts'],
  },
  requestPasswordReset: {
    method: 'post',
    path: '/auth/password/forgotten',
    demand: 'public',
    summary: 'Have a link mailed that sets a new password. The answer does not tell whether there is an account.',
    body: bodies.address,
    answers: { 202: answers.registered },
    problems: ['email-rejected', 'too-many-attempts'],
  },
  resetPassword: {
    method: 'post',
    path: '/auth/password/reset',
    demand: 'public',
    summary: 'A new password by the code of a mailed link, once. It opens no session and leaves second factors on.',
    body: bodies.passwordReset,
    answers: { 200: answers.passwordReset },
    problems: ['password-rejected', 'invalid-code', 'too-many-attempts'],
  },
  changeAddress: {
    method: 'post',
    path: '/auth/address',
    demand: 'authenticated',
    summary: 'Have a link mailed to a new address, which makes it the one of the account.',
    body: bodies.address,
    answers: { 202: answers.addressChangeRequested },
    problems: ['email-rejected', 'step-up-required', 'session-ended', 'too-many-attempts'],
  },
  confirmAddress: {
    method: 'post',
    path: '/auth/address/confirm',
    demand: 'public',
    summary:
      'The code of a mailed link makes the account, where addresses are verified, or moves it to its new address.',
    body: bodies.mailedCode,
    answers: { 200: answers.addressConfirmed },
    problems: ['invalid-code', 'too-many-attempts'],
  },
  reopenSignIn: {
    method: 'post',
    path: '/auth/reopen',
    demand: 'public',
    summary: 'Open a password that strangers have closed by guessing, by the code of a mailed link.',
    body: bodies.reopening,
    answers: { 200: answers.signInReopened },
    problems: ['invalid-code', 'too-many-attempts'],
  },
  thisWasNotMe: {
    method: 'post',
    path: '/auth/not-me',
    demand: 'public',
    summary: '"This was not me", by the code of a notice: ends everything, and has a link mailed that recovers it.',
    body: bodies.mailedCode,
    answers: { 200: answers.accountSecured },
    problems: ['invalid-code', 'too-many-attempts'],
  },
} as const satisfies Readonly<Record<string, Route>>;
