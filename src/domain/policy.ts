import { days, hours, minutes, seconds, type Duration } from './duration.js';
import type { FactorKind } from './mfa/factors.js';
import { noEntries, type Entries } from './policies/rules.js';
import type { Limits } from './throttle/limit.js';

/** `off`: nobody is asked and nobody can enrol; `optional`: asked where enrolled; `required`: enrolment is demanded too. */
export type MfaDemand = 'off' | 'optional' | 'required';

/**
 * Every number the house decides by. A value: tests and operators pass their own. What is said of second factors may differ
 * from one user to another: ask `policyFor`, never the policy itself.
 */
export interface AuthPolicy {
  readonly mfa: MfaDemand;
  readonly mfaDueBy: Date | undefined;
  readonly factors: readonly FactorKind[];
  readonly book: Entries;
  readonly registration: 'open' | 'closed';
  /** `on`: whoever registers has an account once they have shown that the address is theirs. */
  readonly addressVerification: 'on' | 'off';
  readonly passwordAlone: number;
  readonly passwordWithMfa: number;
  readonly challengeLife: Duration;
  readonly challengeAttempts: number;
  readonly enrolmentLife: Duration;
  readonly enrolmentAttempts: number;
  readonly authenticators: number;
  readonly backupCodes: number;
  readonly backupCodesLow: number;
  readonly freeFailures: number;
  readonly firstDelay: Duration;
  readonly longestDelay: Duration;
  readonly failuresToClose: number;
  readonly factorFailures: number;
  readonly failuresToTell: number;
  readonly failuresToExpose: number;
  readonly sessionFailures: number;
  readonly factorFailureWindow: Duration;
  readonly poolMemory: Duration;
  readonly limits: Limits;
  readonly mfaAge: Duration;
  readonly freshness: Duration;
  readonly sessionIdle: Duration;
  readonly sessionLife: Duration;
  readonly sessionsPerUser: number;
  readonly seenStep: Duration;
  readonly refreshGrace: Duration;
  readonly accessTokenLife: Duration;
  readonly trustedDevices: boolean;
  readonly trustLife: Duration;
  readonly devicesPerUser: number;
  readonly deviceFailures: number;
  readonly deviceMemory: Duration;
  readonly machineTokens: number;
  readonly machineTokenLife: Duration;
  readonly serviceAccounts: number;
  readonly mailedLinkLife: Duration;
  readonly invitationLife: Duration;
  readonly noticeLinkLife: Duration;
  readonly linkMemory: Duration;
  readonly openingsPerDay: number;
  readonly mfaResetWait: Duration;
}

/** How often, until somebody who asks more often is told when to come back. Clients are IPv4 addresses and IPv6 /64 networks. */
export const defaultLimits: Limits = {
  'login-client': { most: 60, per: minutes(1) }, // logins tried: an office behind one address needs more (ASVS 6.3.1)
  'login-address': { most: 10, per: minutes(1) }, // logins refused, of an address that exists or not; right ones are free
  'verify-client': { most: 60, per: minutes(1) }, // second factors refused: follows `login-client`
  'challenge-user': { most: 60, per: minutes(5) }, // challenges of logins: each is a row for as long as it lives
  'challenge-session': { most: 20, per: minutes(5) }, // challenges that raise one session
  'refused-session': { most: 20, per: minutes(5) }, // facts that one session leaves by trying what it may not
  'registration-client': { most: 60, per: minutes(1) }, // registrations: each is a hash and a row; follows `login-client`
  'mail-address': { most: 5, per: hours(1) }, // mails that anybody can have sent to one address
  'mail-client': { most: 20, per: hours(1) }, // and that one client can have sent to many
};

export const defaultPolicy: AuthPolicy = {
  mfa: 'optional',
  mfaDueBy: undefined, // from when on `required` demands; at once where it is undefined
  factors: ['totp', 'backup-code'], // kinds that may be enrolled and asked for
  book: noEntries, // what was set while the service ran, for everybody and for roles
  registration: 'open',
  addressVerification: 'off',
  passwordAlone: 15, // code points, where the password is the only factor (SP 800-63B-4 §3.1.1.2)
  passwordWithMfa: 8, // code points, where MFA is mandatory (same)
  challengeLife: minutes(5), // long enough to find the phone, short enough to be boring to steal (ASVS 6.5.5)
  challengeAttempts: 5, // wrong answers on one challenge
  enrolmentLife: minutes(10), // a shown seed that nobody confirms is forgotten (ASVS 6.5.5)
  enrolmentAttempts: 5, // wrong codes end an enrolment
  authenticators: 3, // TOTP authenticators a user: every further one makes a guess likelier
  backupCodes: 10, // codes on a sheet (SP 800-63B-4 §3.1.2)
  backupCodesLow: 3, // the owner hears about it when so many are left
  freeFailures: 5, // wrong answers in a row before waiting begins (RFC 4226 §7.3)
  firstDelay: seconds(1), // doubles with each further wrong answer
  longestDelay: minutes(15),
  failuresToClose: 50, // wrong answers in a row that close a pool (SP 800-63B-4 §3.2.2: at most 100 in all)
  factorFailures: 30, // wrong second factors in the window below, whatever succeeded between
  factorFailureWindow: days(30),
  failuresToTell: 5, // wrong second factors in a row after a right password: its owner hears that somebody else has it
  failuresToExpose: 20, // so many, and it must be changed before the next sign-in
  sessionFailures: 5, // wrong second factors out of a live session end that session, and no other
  poolMemory: days(30), // a pool untouched for so long, and not closed, is swept
  limits: defaultLimits,
  mfaAge: hours(12), // an older second-factor proof no longer makes AAL2 (SP 800-63B-4 §2.2.3)
  freshness: minutes(5), // proof demanded for changing factors (ASVS 7.5.1)
  sessionIdle: hours(1), // SP 800-63B-4 §2.2.3
  sessionLife: hours(24), // same, AAL2
  sessionsPerUser: 50, // the oldest beyond are ended by the sweeper
  seenStep: minutes(1), // idle time slides in steps, so that most requests write nothing
  refreshGrace: seconds(10), // a lost answer or a second tab gets the same successor (RFC 9700 §4.14.2)
  accessTokenLife: minutes(5), // how long an offline verifier believes a session that has ended
  trustedDevices: true, // whether a device may skip the second factor at all
  trustLife: days(30), // from the second factor that was passed when it was asked for; no use moves it
  devicesPerUser: 10, // the longest unused beyond are forgotten by the sweeper
  deviceFailures: 5, // wrong passwords in a row that make a known device a stranger
  deviceMemory: days(180), // a known device unused for so long is a stranger
  machineTokens: 20, // live ones a user: as many as somebody can still tell apart
  machineTokenLife: days(365), // at most: a credential that nobody renews is one that nobody looks after
  serviceAccounts: 20, // an owner: each is read by its own id when they are listed
  mailedLinkLife: minutes(30), // of a link that resets, confirms or opens something (ASVS 6.4.1: an hour at most)
  invitationLife: hours(24), // somebody who is invited does not expect the mail
  noticeLinkLife: days(7), // "this was not me": a notice is read late; it ends sessions, and opens none
  linkMemory: days(8), // a link is forgotten altogether; so long a login asks for the mail again that makes the account
  openingsPerDay: 3, // mails that open a closed password pool
  mfaResetWait: hours(72), // from an administrator's word until factors go: time for the owner to say no (ASVS 6.4.4)
};
