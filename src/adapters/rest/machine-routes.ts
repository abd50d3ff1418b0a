import * as answers from './answers.js';
import * as bodies from './bodies.js';
import type { Route } from './route.js';

/** Who and what does without a second factor: programs with a credential of their own, and routes for a while. */
export const machineRoutes = {
  createMachineToken: {
    method: 'post',
    path: '/auth/machine-tokens',
    demand: 'authenticated',
    summary: 'A credential for a program. Takes a second factor proven just now.',
    body: bodies.machineToken,
    answers: { 200: answers.machineTokenCreated },
    problems: ['machine-credential-rejected', 'step-up-required', 'session-ended', 'not-allowed', 'not-found'],
  },
  listMachineTokens: {
    method: 'get',
    path: '/auth/machine-tokens',
    demand: 'authenticated',
    summary: "Credentials of programs that act in the user's name, with their last use.",
    answers: { 200: answers.machineTokensListed },
    problems: [],
  },
  revokeMachineToken: {
    method: 'delete',
    path: '/auth/machine-tokens/{id}',
    demand: 'authenticated',
    summary: "End a machine token, the user's own or one of a service account of theirs.",
    answers: { 200: answers.revoked },
    problems: ['not-found', 'session-ended'],
  },
  exchangeMachineToken: {
    method: 'post',
    path: '/auth/machine-token',
    demand: 'public',
    summary: 'An access token of five minutes for a machine token, which stays good.',
    body: bodies.machineSecret,
    answers: { 200: answers.machineAccess },
    problems: ['invalid-machine-token'],
  },
  openServiceAccount: {
    method: 'post',
    path: '/auth/service-accounts',
    demand: 'authenticated',
    summary: 'A name for programs to act in that is not your own. Takes a second factor proven just now.',
    body: bodies.serviceAccount,
    answers: { 200: answers.serviceAccountOpened },
    problems: ['machine-credential-rejected', 'step-up-required', 'session-ended', 'not-allowed'],
  },
  listServiceAccounts: {
    method: 'get',
    path: '/auth/service-accounts',
    demand: 'authenticated',
    summary: 'Service accounts that the user made, with their machine tokens.',
    answers: { 200: answers.serviceAccountsListed },
    problems: [],
  },
  closeServiceAccount: {
    method: 'delete',
    path: '/auth/service-accounts/{id}',
    demand: 'authenticated',
    summary: 'End a service account and all its machine tokens.',
    answers: { 200: answers.serviceAccountClosed },
    problems: ['not-found', 'session-ended'],
  },
  listBypasses: {
    method: 'get',
    path: '/auth/bypasses',
    demand: 'authenticated',
    summary: 'Routes that do without a second factor at the moment. Takes a session that has proven one.',
    answers: { 200: answers.bypassesListed },
    problems: ['step-up-required', 'session-ended'],
  },
} as const satisfies Readonly<Record<string, Route>>;
