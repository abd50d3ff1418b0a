import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { UserDirectory } from '../domain/ports/user-directory.js';
import type { User } from '../domain/user/user.js';

const isAdmin = (user: User): boolean => user.isActive && user.snapshot().roles.includes('admin');

/**
 * Whether nobody would be left to administer without this user. Another one who is found is part of the decision: of two
 * who shut each other out at the same moment, one loses the race and is the last.
 */
export async function isLastAdmin(tx: Transaction, directory: UserDirectory, user: User): Promise<boolean> {
  if (!isAdmin(user)) return false;
  const wanted = { text: undefined, status: 'active', role: 'admin', after: undefined, limit: 2 } as const;
  for (const { id } of await directory.find(wanted)) {
    const other = id === user.id ? undefined : await tx.users.byId(id);
    if (other && isAdmin(other)) return false;
  }
  return true;
}
