import type { UserId } from '../ids.js';
import type { EmailAddress } from '../user/email-address.js';
import type { User } from '../user/user.js';

export interface Users {
  byId(id: UserId): Promise<User | undefined>;
  byEmail(email: EmailAddress): Promise<User | undefined>;
  add(user: User): void;
}
