import type { BlockedPassword, PasswordBlocklist } from '../../domain/ports/password-blocklist.js';
import type { Secret } from '../../domain/secret.js';
import { BreachedPasswords, type BreachedPasswordsParts } from './breached-passwords.js';
import { CommonPasswords } from './common-passwords.js';

/** Several lists, asked one after the other until one knows the password. */
export class Blocklists implements PasswordBlocklist {
  constructor(private readonly lists: readonly PasswordBlocklist[]) {}

  async find(password: Secret): Promise<BlockedPassword | undefined> {
    for (const list of this.lists) {
      const found = await list.find(password);
      if (found) return found;
    }
    return undefined;
  }
}

/** The list that comes with us, and a range API where there is one. `context`: see `CommonPasswords`. */
export function blocklistOf(its: {
  readonly context: readonly string[];
  readonly url: string | undefined;
  readonly onTrouble: BreachedPasswordsParts['onTrouble'];
}): PasswordBlocklist {
  const { context, url, onTrouble } = its;
  const common = new CommonPasswords(context);
  return url === undefined ? common : new Blocklists([common, new BreachedPasswords({ url, onTrouble })]);
}
