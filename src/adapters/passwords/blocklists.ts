import type { BlockedPassword, PasswordBlocklist } from '../../domain/ports/password-blocklist.js';
import type { Secret } from '../../domain/secret.js';
import { BreachedPasswords } from './breached-passwords.js';
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
  readonly log: { warn(about: { readonly err: unknown }, what: string): void };
}): PasswordBlocklist {
  const { context, url, log } = its;
  const common = new CommonPasswords(context);
  return url === undefined
    ? common
    : new Blocklists([common, new BreachedPasswords({ url, onTrouble: (what, err) => log.warn({ err }, what) })]);
}
