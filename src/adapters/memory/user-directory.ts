import type { UserDirectory, UsersWanted } from '../../domain/ports/user-directory.js';
import { User } from '../../domain/user/user.js';
import type { MemoryStore } from './store.js';

/** Looks through a store of users. */
export class MemoryUserDirectory implements UserDirectory {
  constructor(private readonly store: MemoryStore) {}

  async find({ text, status, role, after, limit }: UsersWanted): Promise<readonly User[]> {
    const found = [...this.store.users.states()].filter((state) => {
      if (
        state.service || (after && state.id <= after) || state.status === 'deleted'
          ? status !== 'deleted'
          : status && state.status !== status
      )
        return false;
      if (role && !state.roles.includes(role)) return false;
      return text === undefined || state.email.includes(text.toLowerCase());
    });
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    return found.slice(0, limit).map((state) => User.restore(structuredClone(state)));
  }
}
