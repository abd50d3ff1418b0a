import type { Traced, Traces } from '../../domain/ports/traces.js';
import { PoolKey } from '../../domain/throttle/failure-pool.js';
import type { MemoryStore, Table } from './store.js';

export class MemoryTraces implements Traces {
  constructor(private readonly store: MemoryStore) {}

  async erase({ user, address }: Traced): Promise<void> {
    const { devices, challenges, links, sessions, mailboxes, pools, limits, noticeTurns } = this.store;
    const theirs = [...devices.states()].filter(({ userId }) => userId === user).map(({ id }) => PoolKey.device(id));
    const kinds = (['totp', 'backup-code'] as const).map((kind) => PoolKey.factor(kind, user));
    const counted = new Set([...theirs, ...kinds, ...(address ? [PoolKey.password(address.digest)] : [])]);
    drop(pools, ({ id }) => counted.has(id));
    drop(mailboxes, ({ id }) => id === address?.digest);
    drop(devices, ({ userId }) => userId === user);
    drop(challenges, ({ userId }) => userId === user);
    drop(links, ({ userId, to }) => userId === user || to === address?.email);
    drop(sessions, ({ userId }) => userId === user);
    if (address) limits.forget((key) => key.endsWith(`:${address.digest}`));
    for (const turn of noticeTurns.keys()) if (turn.includes(user)) noticeTurns.delete(turn);
  }
}

function drop<Id extends string, State extends { readonly id: Id }>(
  table: Table<Id, State>,
  theirs: (state: State) => boolean,
): void {
  for (const state of table.states()) if (theirs(state)) table.remove(state.id);
}
