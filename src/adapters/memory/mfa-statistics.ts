import type { FactKind } from '../../domain/events.js';
import type { Counted, FactorOwners, MfaStatistics } from '../../domain/ports/mfa-statistics.js';
import type { UserState } from '../../domain/user/user-state.js';
import type { MemoryStore } from './store.js';

export class MemoryMfaStatistics implements MfaStatistics {
  constructor(private readonly store: Pick<MemoryStore, 'facts' | 'users'>) {}

  async counts(kinds: readonly FactKind[], from: Date, to: Date): Promise<readonly Counted[]> {
    const counted = new Map<string, Counted>();
    for (const { event, at } of this.store.facts) {
      if (!kinds.includes(event.type) || at < from || at >= to) continue;
      const of = 'kind' in event ? event.kind : 'name' in event ? event.name : undefined;
      const key = `${event.type} ${of}`;
      counted.set(key, { kind: event.type, of, count: (counted.get(key)?.count ?? 0) + 1 });
    }
    return [...counted.keys()].toSorted().flatMap((key) => counted.get(key) ?? []);
  }

  async owners(): Promise<FactorOwners> {
    const people = [...this.store.users.states()].filter(({ status, service }) => status === 'active' && !service);
    const owners = (kind: string): number => people.filter((user) => owns(user, kind)).length;
    const withoutFactor = people.length - owners('totp');
    return {
      users: people.length,
      withoutFactor,
      byFactor: { totp: owners('totp'), 'backup-code': owners('backup-code') },
    };
  }
}

const owns = ({ enrolments }: UserState, wanted: string): boolean => enrolments.some(({ kind }) => kind === wanted);
