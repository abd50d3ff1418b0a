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
  'authenticator-removed': 'authenticatorRemoved',
  'authenticator-gone': 'authenticatorGone',
  'mfa-off': 'mfaOff',
  'too-many-authenticators': 'tooManyAuthenticators',
  forbidden: 'forbidden',
  required: 'required',
  'set-up-again': 'setUpAgain',
} as const satisfies Readonly<Record<string, keyof Words['notices']>>;

export type NoticeName = keyof typeof known;

export function noticeFor(visit: Visit): string | undefined {
  const name = visit.asked.query.get('notice') ?? '';
  return Object.hasOwn(known, name) ? visit.words.notices[known[name as NoticeName]] : undefined;
}
