import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { User } from '../domain/user/user.js';

/** Programs that somebody else may have made tokens for act no more: the user's own, and those of their service accounts. */
export async function endPrograms(tx: Transaction, user: User): Promise<void> {
  const accounts = await Promise.all(user.snapshot().serviceAccounts.map((id) => tx.users.byId(id)));
  for (const each of [user, ...accounts])
    for (const { id } of each?.snapshot().machineTokens ?? []) each?.revokeMachineToken(id);
}
