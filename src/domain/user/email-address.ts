import type { Brand, UserId } from '../ids.js';

export type EmailAddress = Brand<string, 'EmailAddress'>;

// One @, a dotted or single-label domain, nothing that could end a header or hide in a display (RFC 5321 §4.5.3.1 for the lengths).
const shape = /^[^\s@"(),:;<>[\\\]\p{C}\p{Z}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;

export const EmailAddress = {
  /**
   * The address as we compare it: trimmed, NFKC, lower case. Two spellings that fold together are one address, so no
   * second account can be made that looks like the first (ASVS 1.1.1, UTS #39).
   * Undefined where it is no address: over 254 characters, control characters, white space, no single @.
   */
  parse(raw: string): EmailAddress | undefined {
    if (raw.length > 1024 || !raw.isWellFormed()) return undefined;
    const folded = raw.trim().normalize('NFKC').toLowerCase().normalize('NFKC');
    if (folded.length > 254 || folded.includes('..') || !shape.test(folded)) return undefined;
    return folded as EmailAddress;
  },
  /** What a service account has in its place: no address that anybody can type, and no mail goes there. */
  none(id: UserId): EmailAddress {
    return `service-account:${id}` as EmailAddress;
  },
  /** What takes the place of an address that is forgotten. */
  gone(id: UserId): EmailAddress {
    return `deleted:${id}` as EmailAddress;
  },
};
