import type { UserDirectory } from '../domain/ports/user-directory.js';
import type { User } from '../domain/user/user.js';

/** Active administrators, as they stand: of more than this many some would always be left. */
export const adminsIn = (directory: UserDirectory): Promise<readonly User[]> =>
  directory.find({ text: undefined, status: 'active', role: 'admin', after: undefined, limit: 1000 });
