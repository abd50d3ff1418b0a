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

/** What one decision holds: aggregates made of what was read, and what it recorded. */
export class PostgresTransaction implements Transaction {
  readonly users: HeldUsers;
  readonly pools: HeldPools;
  readonly mailboxes: HeldMailboxes;
  readonly devices: HeldDevices;
  readonly challenges: HeldChallenges;
  readonly links: HeldLinks;
  readonly sessions: HeldSessions;
  readonly limits: PostgresLimits;
  readonly recorded: DomainEvent[] = [];

  constructor(reading: Reading) {
    this.users = new HeldUsers(reading);
    this.pools = new HeldPools(reading);
    this.mailboxes = new HeldMailboxes(reading);
    this.devices = new HeldDevices(reading);
    this.challenges = new HeldChallenges(reading);
    this.links = new HeldLinks(reading);
    this.sessions = new HeldSessions(reading);
    this.limits = new PostgresLimits(reading);
  }

  record(event: DomainEvent): void {
    this.recorded.push(event);
  }
}
