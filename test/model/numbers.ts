import type { AuthPolicy } from '../../src/domain/policy.js';
import { days, hours, minutes, seconds } from '../../src/domain/duration.js';

/** What the specification promises, written down once more: milliseconds and counts. */
export const numbers = {
  challengeLife: minutes(5),
  challengeAttempts: 5,
  enrolmentLife: minutes(10),
  enrolmentAttempts: 5,
  authenticators: 3,
  backupCodes: 10,
  freeFailures: 5,
  firstDelay: seconds(1),
  longestDelay: minutes(15),
  failuresToClose: 50,
  deviceFailures: 5,
  factorFailures: 30,
  factorFailureWindow: days(30),
  failuresToTell: 5,
  failuresToExpose: 20,
  sessionFailures: 5,
  poolMemory: days(30),
  mfaAge: hours(12),
  freshness: minutes(5),
  sessionIdle: hours(1),
  sessionLife: hours(24),
  sessionsPerUser: 50,
  seenStep: minutes(1),
  refreshGrace: seconds(10),
  accessTokenLife: minutes(5),
  trustLife: days(30),
  deviceMemory: days(180),
  devicesPerUser: 10,
  mailedLinkLife: minutes(30),
} satisfies Partial<AuthPolicy>;
export type Numbers = Readonly<Record<keyof typeof numbers, number>>;

/** The same rules where a short story reaches what else takes fifty wrong answers. */
export const tight = {
  freeFailures: 2,
  failuresToClose: 6,
  deviceFailures: 3,
  factorFailures: 8,
  failuresToTell: 3,
  failuresToExpose: 5,
  challengeAttempts: 4,
  sessionFailures: 2,
  authenticators: 2,
  backupCodes: 3,
  sessionsPerUser: 3,
  devicesPerUser: 2,
  trustLife: hours(30),
} satisfies Partial<AuthPolicy>;

/** So many in a span of time, then a refusal. Those of a client stand elsewhere: a story comes from one address. */
export const limits = {
  'login-address': { most: 10, per: minutes(1) },
  'challenge-user': { most: 60, per: minutes(5) },
  'challenge-session': { most: 20, per: minutes(5) },
  'mail-client': { most: 20, per: hours(1) },
};
export type Limited = keyof typeof limits;
export const mailsPerHour = 5;

/** How long the sweeper leaves what is over. */
export const lingers = { challenge: hours(1), session: days(1), link: days(8) };

/** RFC 6238. */
export const period = seconds(30);
