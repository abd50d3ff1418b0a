import { parseId, type UserId } from '../domain/ids.js';
import type { UserDirectory, UsersWanted } from '../domain/ports/user-directory.js';
import { accountView, type AccountView } from '../domain/user/account-view.js';

export interface FindUsersInput {
  /** Some characters of the address; everybody where it is undefined. */
  readonly text: string | undefined;
  readonly status: UsersWanted['status'];
  readonly role: UsersWanted['role'];
  /** The id of the last one seen. */
  readonly after: string | undefined;
  /** From 1 to 1000. */
  readonly limit: number;
}

export interface FindUsersOutcome {
  readonly users: readonly AccountView[];
  /** Where to go on; undefined where that were all. */
  readonly next: UserId | undefined;
}

const most = 1000;

/** Looks people up, a page at a time. */
export class FindUsers {
  constructor(private readonly its: { readonly directory: UserDirectory }) {}

  async execute({ text, status, role, after, limit }: FindUsersInput): Promise<FindUsersOutcome> {
    const size = Math.min(Math.max(Math.trunc(limit), 1), most);
    const start = after === undefined ? undefined : parseId<UserId>(after);
    // One more than asked for tells whether there are more.
    const found = await this.its.directory.find({ text, status, role, after: start, limit: size + 1 });
    const users = found.slice(0, size).map(accountView);
    return { users, next: found.length > size ? users.at(-1)?.id : undefined };
  }
}
