import { parseId, type UserId } from '../domain/ids.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { User } from '../domain/user/user.js';

/** In whose name a program is to act: the user's own, or that of a service account of theirs. Somebody else's is as unknown as none. */
export async function actorOf(tx: Transaction, user: User, account: string | undefined): Promise<User | undefined> {
  if (account === undefined) return user;
  const id = parseId<UserId>(account);
  return id && user.snapshot().serviceAccounts.includes(id) ? tx.users.byId(id) : undefined;
}

/** In the order in which they were made. */
export async function serviceAccountsOf(tx: Transaction, owner: User): Promise<readonly User[]> {
  const accounts = await Promise.all(owner.snapshot().serviceAccounts.map((id) => tx.users.byId(id)));
  return accounts.filter((account) => account !== undefined);
}
