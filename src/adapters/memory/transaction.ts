import { setImmediate } from 'node:timers/promises';
import type { DomainEvent } from '../../domain/events.js';
import type { ChallengeId, DeviceId, Digest, LinkId, SessionId, UserId } from '../../domain/ids.js';
import { MfaChallenge, type MfaChallengeState } from '../../domain/mfa/mfa-challenge.js';
import type { AuthSessions } from '../../domain/ports/auth-sessions.js';
import type { Devices } from '../../domain/ports/devices.js';
import type { FailurePools } from '../../domain/ports/failure-pools.js';
import type { Mailboxes, MailedLinks } from '../../domain/ports/mailed-links.js';
import type { MfaChallenges } from '../../domain/ports/mfa-challenges.js';
import type { Transaction } from '../../domain/ports/unit-of-work.js';
import type { Users } from '../../domain/ports/users.js';
import { Mailbox, type MailboxState } from '../../domain/recovery/mailbox.js';
import { MailedLink, type MailedLinkState } from '../../domain/recovery/mailed-link.js';
import { AuthSession } from '../../domain/session/auth-session.js';
import type { AuthSessionState } from '../../domain/session/session-state.js';
import { Device, type DeviceState } from '../../domain/throttle/device.js';
import { FailurePool, type FailurePoolState, type PoolKey } from '../../domain/throttle/failure-pool.js';
import type { EmailAddress } from '../../domain/user/email-address.js';
import { User } from '../../domain/user/user.js';
import type { UserState } from '../../domain/user/user-state.js';
import { MemoryLimits } from './limits.js';
import type { MemoryStore } from './store.js';
import { Tracked, type Seen } from './tracked.js';

/** What one run has read, from its first question on. */
export class Reading {
  readonly users: Seen<UserId, UserState> = new Map();
  readonly challenges: Seen<ChallengeId, MfaChallengeState> = new Map();
  readonly sessions: Seen<SessionId, AuthSessionState> = new Map();
  readonly pools: Seen<PoolKey, FailurePoolState> = new Map();
  readonly links: Seen<LinkId, MailedLinkState> = new Map();
  readonly mailboxes: Seen<Digest, MailboxState> = new Map();
  readonly devices: Seen<DeviceId, DeviceState> = new Map();
  readonly emails = new Map<EmailAddress, UserId | undefined>();
}

/** What one decision holds and does. */
export class MemoryTransaction implements Transaction {
  readonly users: Users;
  readonly challenges: MfaChallenges;
  readonly sessions: AuthSessions;
  readonly pools: FailurePools;
  readonly links: MailedLinks;
  readonly mailboxes: Mailboxes;
  readonly limits: MemoryLimits;
  readonly devices: Devices;
  private readonly tracked;
  private readonly recorded: DomainEvent[] = [];

  constructor(
    private readonly store: MemoryStore,
    private readonly reading: Reading,
  ) {
    const users = new Tracked(store.users, reading.users, (state) => User.restore(state));
    const challenges = new Tracked(store.challenges, reading.challenges, (state) => MfaChallenge.restore(state));
    const pools = new Tracked(store.pools, reading.pools, (state) => FailurePool.restore(state));
    const links = new Tracked(store.links, reading.links, (state) => MailedLink.restore(state));
    const mailboxes = new Tracked(store.mailboxes, reading.mailboxes, (state) => Mailbox.restore(state));
    const devices = new Tracked(store.devices, reading.devices, (state) => Device.restore(state));
    const sessions = new Tracked(store.sessions, reading.sessions, (state) => AuthSession.restore(state), [
      'lastSeenAt',
      'idleUntil',
    ]);
    this.tracked = { users, pools, mailboxes, challenges, devices, links, sessions };
    this.users = {
      byId: (id) => users.byId(id),
      byEmail: (email) => this.userOf(email),
      add: (user) => users.add(user),
    };
    this.challenges = { byId: (id) => challenges.byId(id), add: (challenge) => challenges.add(challenge) };
    this.sessions = {
      byId: (id) => sessions.byId(id),
      openOf: (user, now) => this.openOf(user, now),
      add: (session) => sessions.add(session),
    };
    this.links = { byId: (id) => links.byId(id), add: (link) => links.add(link) };
    this.mailboxes = { of: (address, now) => mailboxes.orBlank(address, () => Mailbox.empty(address, now)) };
    this.limits = new MemoryLimits(store.limits);
    this.devices = {
      byId: (id) => devices.byId(id),
      of: (user) => this.devicesOf(user),
      add: (device) => devices.add(device),
    };
    this.pools = { of: (key, now) => pools.orBlank(key, () => FailurePool.empty(key, now)) };
  }

  record(event: DomainEvent): void {
    this.recorded.push(event);
  }

  /** Writes the decision if it was taken on what is still true; false where a rival was faster. All at once, or nothing. */
  commit(fact: (event: DomainEvent) => void): boolean {
    const { users, challenges, links, sessions } = this.tracked;
    const all = Object.values(this.tracked);
    // Refusals, which only count, depend on nothing but what they count.
    const asserting = users.changes() || sessions.changes() || challenges.adds() || links.changes();
    const stands = all.every((each) => each.stands(asserting));
    if (!stands || !this.isUnique() || !this.limits.stands()) return false;
    for (const each of all) each.write();
    this.limits.write();
    const events = all.flatMap((each) => each.events());
    for (const event of [...events, ...this.recorded]) fact(event);
    return true;
  }

  private isUnique(): boolean {
    return this.tracked.users.held().every((user) => {
      const { id, email } = user.snapshot();
      return (this.store.userOf(email) ?? id) === id;
    });
  }

  private async userOf(email: EmailAddress): Promise<User | undefined> {
    const { users } = this.tracked;
    const { emails } = this.reading;
    if (!emails.has(email)) {
      await setImmediate();
      const id = this.store.userOf(email);
      if (id) this.reading.users.set(id, this.reading.users.get(id) ?? this.store.users.get(id));
      emails.set(email, id);
    }
    const id = emails.get(email);
    return id ? users.byId(id) : users.held().find((user) => user.snapshot().email === email);
  }

  private async openOf(user: UserId, now: Date): Promise<readonly AuthSession[]> {
    await setImmediate();
    const isOpen = (state: AuthSessionState): boolean =>
      state.userId === user && !state.revoked && state.idleUntil > now && state.endsAt > now;
    const open = [...this.store.sessions.states()].filter(isOpen);
    open.sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime() || (a.id < b.id ? 1 : -1));
    const held = await Promise.all(open.map((state) => this.tracked.sessions.among(state.id)));
    return held.filter((session) => session !== undefined).filter((session) => isOpen(session.snapshot()));
  }

  private async devicesOf(user: UserId): Promise<readonly Device[]> {
    await setImmediate();
    const owned = [...this.store.devices.states()].filter((state) => state.userId === user && !state.forgotten);
    owned.sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime() || (a.id < b.id ? 1 : -1));
    const held = await Promise.all(owned.map((state) => this.tracked.devices.among(state.id)));
    return held.filter((device) => device !== undefined).filter((device) => !device.snapshot().forgotten);
  }
}
