import * as answers from './answers.js';
import type { Route } from './route.js';

/** Browsers and apps that a user is known by. */
export const deviceRoutes = {
  listDevices: {
    method: 'get',
    path: '/auth/devices',
    demand: 'authenticated',
    summary: 'Devices that the user is known by, the last used first; some of them trusted.',
    answers: { 200: answers.devices },
    problems: [],
  },
  revokeDevice: {
    method: 'delete',
    path: '/auth/devices/{id}',
    demand: 'authenticated',
    summary: 'Forget one of the own devices: it has to prove everything again.',
    answers: { 200: answers.revoked },
    problems: ['not-found', 'session-ended'],
  },
  revokeDevices: {
    method: 'delete',
    path: '/auth/devices',
    demand: 'authenticated',
    summary: 'Forget every trusted device.',
    answers: { 200: answers.devicesRevoked },
    problems: ['session-ended'],
  },
} as const satisfies Readonly<Record<string, Route>>;
