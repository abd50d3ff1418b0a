import type { DomainEvent } from '../../domain/events.js';
import type { Transaction } from '../../domain/ports/unit-of-work.js';
import {
  HeldChallenges,
  HeldDevices,
  HeldLinks,
  HeldMailboxes,
  HeldPools,
  HeldSessions,
  HeldUsers,
} from './holdings.js';
import { PostgresLimits } from './limits.js';
import type { Reading } from './reading.js';

/** What one decision holds: aggregates made of what was read, and what it recorded. Most hold one or two kinds. */
export class PostgresTransaction implements Transaction {
  #users: HeldUsers | undefined;
  #pools: HeldPools | undefined;
  #mailboxes: HeldMailboxes | undefined;
  #devices: HeldDevices | undefined;
  #challenges: HeldChallenges | undefined;
  #links: HeldLinks | undefined;
  #sessions: HeldSessions | undefined;
  #limits: PostgresLimits | undefined;
  #recorded: readonly DomainEvent[] | undefined;

  constructor(private readonly reading: Reading) {}

  // prettier-ignore
  get users(): HeldUsers { return (this.#users ??= new HeldUsers(this.reading)); }
  // prettier-ignore
  get pools(): HeldPools { return (this.#pools ??= new HeldPools(this.reading)); }
  // prettier-ignore
  get mailboxes(): HeldMailboxes { return (this.#mailboxes ??= new HeldMailboxes(this.reading)); }
  // prettier-ignore
  get devices(): HeldDevices { return (this.#devices ??= new HeldDevices(this.reading)); }
  // prettier-ignore
  get challenges(): HeldChallenges { return (this.#challenges ??= new HeldChallenges(this.reading)); }
  // prettier-ignore
  get links(): HeldLinks { return (this.#links ??= new HeldLinks(this.reading)); }
  // prettier-ignore
  get sessions(): HeldSessions { return (this.#sessions ??= new HeldSessions(this.reading)); }
  // prettier-ignore
  get limits(): PostgresLimits { return (this.#limits ??= new PostgresLimits(this.reading)); }

  get recorded(): readonly DomainEvent[] {
    return this.#recorded ?? [];
  }

  record(event: DomainEvent): void {
    this.#recorded = [...this.recorded, event];
  }

  /** Nothing to write: nothing was changed, nothing happened, and nothing is to be counted. */
  get isIdle(): boolean {
    return !this.#recorded && !this.#limits && this.held().every((holding) => holding?.isIdle !== false);
  }

  private held() {
    return [this.#users, this.#sessions, this.#pools, this.#challenges, this.#devices, this.#links, this.#mailboxes];
  }
}
