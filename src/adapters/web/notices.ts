import type { Visit } from './visit.js';
import type { Words } from './words.js';

/** What a page may be told by the address that led to it: words of ours, never anybody else's. */
const known = {
  registered: 'registered',
  expired: 'expired',
  'signed-out': 'signedOut',
  'signed-out-everywhere': 'signedOutEverywhere',
  'session-ended': 'sessionEnded',
  'session-closed': 'sessionClosed',
  'session-gone': 'sessionGone',
  'authenticator-added': 'authenticatorAdded',
  'authenticator-renamed': 'authenticatorRenamed',
  'authenticator-there': 'authenticatorThere',
  'authenticator-removed': 'authenticatorRemoved',
  'authenticator-gone': 'authenticatorGone',
  'mfa-off': 'mfaOff',
  'too-many-authenticators': 'tooManyAuthenticators',
  forbidden: 'forbidden',
  required: 'required',
  'set-up-again': 'setUpAgain',
  'confirm-mailed': 'confirmMailed',
  'link-mailed': 'linkMailed',
  'password-set': 'passwordSet',
  'password-changed': 'passwordChanged',
  'address-mailed': 'addressMailed',
  'address-confirmed': 'addressConfirmed',
  reopened: 'reopened',
  secured: 'secured',
  'device-forgotten': 'deviceForgotten',
} as const satisfies Readonly<Record<string, keyof (Words['notices'] & Words['told'])>>;

export type NoticeName = keyof typeof known;

export function noticeFor(visit: Visit): string | undefined {
  const name = visit.asked.query.get('notice') ?? '';
  const { notices, told } = visit.words;
  return Object.hasOwn(known, name) ? { ...notices, ...told }[known[name as NoticeName]] : undefined;
}
