import type { ChallengeId, DeviceId, Digest, LinkId, SessionId, UserId } from '../../domain/ids.js';
import { MfaChallenge, type MfaChallengeState } from '../../domain/mfa/mfa-challenge.js';
import type { AuthSessions } from '../../domain/ports/auth-sessions.js';
import type { Devices } from '../../domain/ports/devices.js';
import type { FailurePools } from '../../domain/ports/failure-pools.js';
import type { Mailboxes, MailedLinks } from '../../domain/ports/mailed-links.js';
import type { MfaChallenges } from '../../domain/ports/mfa-challenges.js';
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
import { Holding } from './held.js';

export class HeldUsers extends Holding<UserState, User> implements Users {
  protected restore(state: UserState): User {
    return User.restore(state);
  }

  async byId(id: UserId): Promise<User | undefined> {
    const row = await this.reading.user(id);
    return row ? this.take(row) : this.find(id)?.aggregate;
  }

  async byEmail(email: EmailAddress): Promise<User | undefined> {
    const row = await this.reading.userOf(email);
    if (row) return this.take(row);
    return this.all.find(({ aggregate }) => aggregate.snapshot().email === email)?.aggregate;
  }
}

export class HeldPools extends Holding<FailurePoolState, FailurePool> implements FailurePools {
  protected restore(state: FailurePoolState): FailurePool {
    return FailurePool.restore(state);
  }

  async of(key: PoolKey, now: Date): Promise<FailurePool> {
    const row = await this.reading.failures(key);
    return row ? this.take(row) : this.blank(FailurePool.empty(key, now));
  }
}

export class HeldMailboxes extends Holding<MailboxState, Mailbox> implements Mailboxes {
  protected restore(state: MailboxState): Mailbox {
    return Mailbox.restore(state);
  }

  async of(address: Digest, now: Date): Promise<Mailbox> {
    const row = await this.reading.mailbox(address);
    return row ? this.take(row) : this.blank(Mailbox.empty(address, now));
  }
}

export class HeldDevices extends Holding<DeviceState, Device> implements Devices {
  protected restore(state: DeviceState): Device {
    return Device.restore(state);
  }

  async byId(id: DeviceId): Promise<Device | undefined> {
    const row = await this.reading.device(id);
    return row ? this.take(row) : this.find(id)?.aggregate;
  }

  async of(user: UserId): Promise<readonly Device[]> {
    const rows = await this.reading.devicesOf(user);
    const owned = rows.map((row) => this.take(row, 'looked-through'));
    return owned.filter((device) => !device.snapshot().forgotten).sort(lastUsedFirst);
  }
}

export class HeldChallenges extends Holding<MfaChallengeState, MfaChallenge> implements MfaChallenges {
  protected restore(state: MfaChallengeState): MfaChallenge {
    return MfaChallenge.restore(state);
  }

  async byId(id: ChallengeId): Promise<MfaChallenge | undefined> {
    const row = await this.reading.challenge(id);
    return row ? this.take(row) : this.find(id)?.aggregate;
  }
}

export class HeldLinks extends Holding<MailedLinkState, MailedLink> implements MailedLinks {
  protected restore(state: MailedLinkState): MailedLink {
    return MailedLink.restore(state);
  }

  async byId(id: LinkId): Promise<MailedLink | undefined> {
    const row = await this.reading.link(id);
    return row ? this.take(row) : this.find(id)?.aggregate;
  }
}

export class HeldSessions extends Holding<AuthSessionState, AuthSession> implements AuthSessions {
  protected restore(state: AuthSessionState): AuthSession {
    return AuthSession.restore(state);
  }

  async byId(id: SessionId): Promise<AuthSession | undefined> {
    const row = await this.reading.session(id);
    return row ? this.take(row) : this.find(id)?.aggregate;
  }

  async openOf(user: UserId, now: Date): Promise<readonly AuthSession[]> {
    const rows = await this.reading.open(user, now);
    const open = rows
      .map((row) => this.take(row, 'looked-through'))
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
