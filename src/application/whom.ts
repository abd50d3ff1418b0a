import { parseId, type UserId } from '../domain/ids.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import { EmailAddress } from '../domain/user/email-address.js';
import type { User } from '../domain/user/user.js';

/** Whoever an operator means by an id or an address; undefined where there is nobody. */
export async function meant(tx: Transaction, whom: string): Promise<User | undefined> {
  const id = parseId<UserId>(whom.trim().toLowerCase());
  if (id) return tx.users.byId(id);
  const email = EmailAddress.parse(whom);
  return email && tx.users.byEmail(email);
}
