import type { Client } from '../domain/client.js';
import { parseId, type UserId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { UserDirectory, UsersWanted } from '../domain/ports/user-directory.js';
import { accountView, type AccountView } from '../domain/user/account-view.js';
import { acting, unauthorised, type Authority, type Unauthorised } from './authority.js';

export interface FindUsersInput {
  readonly authority: Authority;
  /** Some characters of the address; everybody where it is undefined. */
  readonly text: string | undefined;
  readonly status: UsersWanted['status'];
  readonly role: UsersWanted['role'];
  /** The id of the last one seen. */
  readonly after: string | undefined;
  /** From 1 to 1000. */
  readonly limit: number;
  readonly client: Client;
}

export type FindUsersOutcome =
  | {
      readonly status: 'found';
      readonly users: readonly AccountView[];
      /** Where to go on; undefined where that were all. */
      readonly next: UserId | undefined;
    }
  | Unauthorised;

const most = 1000;

/** Looks people up, a page at a time. */
export class FindUsers {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly directory: UserDirectory;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, client, ...wanted }: FindUsersInput): Promise<FindUsersOutcome> {
    const { work, directory, clock, policy } = this.its;
    const roles = ['admin', 'auditor'] as const;
    const refusal = await work.run(acting(authority, client), (tx) =>
      unauthorised(tx, authority, roles, clock.now(), policy),
    );
    if (refusal) return refusal;
    const { text, status, role, after, limit } = wanted;
    const size = Math.min(Math.max(Math.trunc(limit), 1), most);
    const start = after === undefined ? undefined : parseId<UserId>(after);
    // One more than asked for tells whether there are more.
    const found = await directory.find({ text, status, role, after: start, limit: size + 1 });
    const users = found.slice(0, size).map(accountView);
    return { status: 'found', users, next: found.length > size ? users.at(-1)?.id : undefined };
  }
}
