import type { DomainEvent } from '../../domain/events.js';
import type { ChallengeId, DeviceId, Digest, LinkId, SessionId, UserId } from '../../domain/ids.js';
import { MfaChallenge } from '../../domain/mfa/mfa-challenge.js';
import type { AuthSessions } from '../../domain/ports/auth-sessions.js';
import type { Devices } from '../../domain/ports/devices.js';
import type { FailurePools } from '../../domain/ports/failure-pools.js';
import type { Mailboxes, MailedLinks } from '../../domain/ports/mailed-links.js';
import type { MfaChallenges } from '../../domain/ports/mfa-challenges.js';
import type { Transaction } from '../../domain/ports/unit-of-work.js';
import type { Users } from '../../domain/ports/users.js';
import { Mailbox } from '../../domain/recovery/mailbox.js';
import { MailedLink } from '../../domain/recovery/mailed-link.js';
import { AuthSession } from '../../domain/session/auth-session.js';
import { Device } from '../../domain/throttle/device.js';
import { FailurePool, type PoolKey } from '../../domain/throttle/failure-pool.js';
import type { EmailAddress } from '../../domain/user/email-address.js';
import { User } from '../../domain/user/user.js';
import { Holding } from './held.js';
import { PostgresLimits } from './limits.js';
import type { Reading } from './reading.js';

/** What one decision holds: aggregates made of what was read, and what it recorded. */
export class PostgresTransaction implements Transaction {
  readonly heldUsers = new Holding((state: ReturnType<User['snapshot']>) => User.restore(state));
  readonly heldPools = new Holding((state: ReturnType<FailurePool['snapshot']>) => FailurePool.restore(state));
  readonly heldDevices = new Holding((state: ReturnType<Device['snapshot']>) => Device.restore(state));
  readonly heldChallenges = new Holding((state: ReturnType<MfaChallenge['snapshot']>) => MfaChallenge.restore(state));
  readonly heldSessions = new Holding((state: ReturnType<AuthSession['snapshot']>) => AuthSession.restore(state));
  readonly heldLinks = new Holding((state: ReturnType<MailedLink['snapshot']>) => MailedLink.restore(state));
  readonly heldMailboxes = new Holding((state: ReturnType<Mailbox['snapshot']>) => Mailbox.restore(state));
  readonly recorded: DomainEvent[] = [];

  readonly users: Users = {
    byId: (id) => this.user(id),
    byEmail: (email) => this.userOf(email),
    add: (user) => this.heldUsers.add(user),
  };
  readonly pools: FailurePools = { of: (key, now) => this.failures(key, now) };
  readonly links: MailedLinks = { byId: (id) => this.link(id), add: (link) => this.heldLinks.add(link) };
  readonly mailboxes: Mailboxes = { of: (address, now) => this.mailbox(address, now) };
  readonly limits: PostgresLimits;
  readonly devices: Devices = {
    byId: (id) => this.device(id),
    of: (user) => this.devicesOf(user),
    add: (device) => this.heldDevices.add(device),
  };
  readonly challenges: MfaChallenges = {
    byId: (id) => this.challenge(id),
    add: (challenge) => this.heldChallenges.add(challenge),
  };
  readonly sessions: AuthSessions = {
    byId: (id) => this.session(id),
    openOf: (user, now) => this.openOf(user, now),
    add: (session) => this.heldSessions.add(session),
  };

  constructor(private readonly reading: Reading) {
    this.limits = new PostgresLimits(reading);
  }

  record(event: DomainEvent): void {
    this.recorded.push(event);
  }

  private async user(id: UserId): Promise<User | undefined> {
    const row = await this.reading.user(id);
    return row ? this.heldUsers.take(row) : this.heldUsers.find(id)?.aggregate;
  }

  private async userOf(email: EmailAddress): Promise<User | undefined> {
    const row = await this.reading.userOf(email);
    if (row) return this.heldUsers.take(row);
    return this.heldUsers.all.find(({ aggregate }) => aggregate.snapshot().email === email)?.aggregate;
  }

  private async failures(key: PoolKey, now: Date): Promise<FailurePool> {
    const row = await this.reading.failures(key);
    return row ? this.heldPools.take(row) : this.heldPools.blank(FailurePool.empty(key, now));
  }

  private async device(id: DeviceId): Promise<Device | undefined> {
    const row = await this.reading.device(id);
    return row ? this.heldDevices.take(row) : this.heldDevices.find(id)?.aggregate;
  }

  private async devicesOf(user: UserId): Promise<readonly Device[]> {
    const rows = await this.reading.devicesOf(user);
    const owned = rows.map((row) => this.heldDevices.take(row, 'looked-through'));
    return owned.filter((device) => !device.snapshot().forgotten).sort(lastUsedFirst);
  }

  private async challenge(id: ChallengeId): Promise<MfaChallenge | undefined> {
    const row = await this.reading.challenge(id);
    return row ? this.heldChallenges.take(row) : this.heldChallenges.find(id)?.aggregate;
  }

  private async link(id: LinkId): Promise<MailedLink | undefined> {
    const row = await this.reading.link(id);
    return row ? this.heldLinks.take(row) : this.heldLinks.find(id)?.aggregate;
  }

  private async mailbox(address: Digest, now: Date): Promise<Mailbox> {
    const row = await this.reading.mailbox(address);
    return row ? this.heldMailboxes.take(row) : this.heldMailboxes.blank(Mailbox.empty(address, now));
  }

  private async session(id: SessionId): Promise<AuthSession | undefined> {
    const row = await this.reading.session(id);
    return row ? this.heldSessions.take(row) : this.heldSessions.find(id)?.aggregate;
  }

  private async openOf(user: UserId, now: Date): Promise<readonly AuthSession[]> {
    const rows = await this.reading.open(user, now);
    const open = rows
      .map((row) => this.heldSessions.take(row, 'looked-through'))
      .filter((session) => {
        const { revoked, idleUntil, endsAt } = session.snapshot();
        return !revoked && idleUntil > now && endsAt > now;
      });
    return open.sort(newestFirst);
  }
}

function newestFirst(a: AuthSession, b: AuthSession): number {
  const [left, right] = [a.snapshot(), b.snapshot()];
  return right.openedAt.getTime() - left.openedAt.getTime() || (left.id < right.id ? 1 : -1);
}

function lastUsedFirst(a: Device, b: Device): number {
  const [left, right] = [a.snapshot(), b.snapshot()];
  return right.lastUsedAt.getTime() - left.lastUsedAt.getTime() || (left.id < right.id ? 1 : -1);
}
