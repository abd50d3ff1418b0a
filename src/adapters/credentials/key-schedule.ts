import { days, hours, minutes, type Duration } from '../../domain/duration.js';
import type { AuthPolicy } from '../../domain/policy.js';
import type { KeyPurpose } from './key-store.js';

/** Two are not among them: what the index key digested could never be found again, what the audit key sealed never proven. */
export type RotatedPurpose = Exclude<KeyPurpose, 'audit' | 'index'>;
export const rotatedPurposes: readonly RotatedPurpose[] = [
  'signing',
  'challenge',
  'cookie',
  'refresh',
  'link',
  'device',
];

/** From published to used: by then every replica and every guard has read a new key, so nobody meets it unprepared. */
export const publishedAhead = minutes(15);

/** What outlives a key: at most so long. */
export type Lives = Pick<AuthPolicy, 'sessionLife' | 'deviceMemory'>;

/** How long a key is accepted once its successor is in use: as long as what it signed may live. */
export function keptFor(purpose: RotatedPurpose, { sessionLife, deviceMemory }: Lives): Duration {
  // prettier-ignore
  switch (purpose) {
    case 'signing':   return hours(1); // access tokens live 5 min; guards elsewhere may keep the set that long
    case 'challenge': return hours(1); // challenges live 5 min
    case 'cookie':    return Math.max(sessionLife, deviceMemory) as Duration; // it signs those of devices, too
    case 'refresh':   return sessionLife; // a session's refresh tokens are all made under the key it began with
    case 'link':      return days(30); // a mail that could not be delivered for so long is not sent any more
    case 'device':    return deviceMemory; // like refresh: whoever is older is a stranger once
    default:          return purpose satisfies never;
  }
}
