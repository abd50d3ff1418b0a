import type { UserId } from '../ids.js';
import type { Role } from '../user/roles.js';
import type { UserState } from '../user/user-state.js';
import type { User } from '../user/user.js';

export interface UsersWanted {
  /** Some characters of the address, in any case; undefined for everybody. */
  readonly text: string | undefined;
  /** Undefined for everybody but the deleted. */
  readonly status: UserState['status'] | undefined;
  /** Those who have it; undefined for everybody. */
  readonly role: Role | undefined;
  /** Those behind this one; undefined for the first. */
  readonly after: UserId | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** Users to look through, as they stand; what is done to one is decided elsewhere. */
export interface UserDirectory {
  /** In the order of their ids, which is the order in which they came. Service accounts are not among them. */
  find(wanted: UsersWanted): Promise<readonly User[]>;
}
