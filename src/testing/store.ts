import type { Fact } from '../domain/events.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { User } from '../domain/user/user.js';
import type { UserState } from '../domain/user/user-state.js';
import { aUser, client } from './builders.js';
import { keep } from './decisions.js';

/** What a contract suite is run on: an adapter over an empty store. */
export interface Store {
  readonly work: UnitOfWork;
  /** Everything that was committed, oldest first. */
  facts(): Promise<readonly Fact[]>;
  close(): Promise<void>;
}

/** Somebody whom the store knows. */
export async function known(store: Store, changes: Partial<UserState> = {}): Promise<User> {
  const user = aUser(changes);
  await keep(store.work, user);
  return user;
}

/** What is remembered now. */
export const stored = <T>({ work }: Store, read: (tx: Transaction) => Promise<T>): Promise<T> => work.run(client, read);

/** How many facts of a type there are about one user. */
export async function told(store: Store, type: Fact['event']['type'], about: User): Promise<number> {
  const facts = await store.facts();
  return facts.filter(({ event }) => event.type === type && 'userId' in event && event.userId === about.id).length;
}
