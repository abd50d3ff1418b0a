import { Aggregate } from '../aggregate.js';
import type { DeviceLabel } from '../client.js';
import { after, before } from '../duration.js';
import type { DeviceId, KeyId, Nonce, UserId } from '../ids.js';
import { policyOf } from '../policies/duties.js';
import type { AuthPolicy } from '../policy.js';
import type { DeviceEnd } from '../refusals.js';
import type { User } from '../user/user.js';

export interface DeviceState {
  readonly id: DeviceId;
  readonly userId: UserId;
  /** The user's era it was met under. */
  readonly era: number;
  /** Tokens are computed, never stored (see `DeviceSecrets`). */
  readonly nonce: Nonce;
  readonly keyId: KeyId;
  /** Of the token in force. */
  readonly generation: number;
  readonly rotatedAt: Date;
  readonly label: DeviceLabel | undefined;
  readonly firstSeenAt: Date;
  readonly lastUsedAt: Date;
  /** Under the user's epoch of that moment, and dead under another. */
  readonly trust: { readonly epoch: number; readonly until: Date } | undefined;
  readonly forgotten: { readonly at: Date; readonly why: DeviceEnd | 'reused' } | undefined;
}

/** The value that leaves: what an owner may see of a device. */
export interface DeviceView {
  readonly id: DeviceId;
  readonly label: DeviceLabel | undefined;
  readonly firstSeenAt: Date;
  readonly lastUsedAt: Date;
  /** Undefined for one that is known and no more. */
  readonly trustedUntil: Date | undefined;
}

/** What one user's tokens are computed from. */
export type DeviceChain = Pick<DeviceState, 'id' | 'userId' | 'nonce' | 'keyId'>;

/** Whether anybody may skip the second factor: the one place that is asked. */
export const mayTrust = (user: User, policy: AuthPolicy): boolean => policyOf(user, policy).trustedDevices;

/** A browser or an app that completed a sign-in: known, and trusted where its owner asked for it and the policy lets them. */
export class Device extends Aggregate<DeviceState> {
  /** Somebody has completed a sign-in on a device that nobody knew. */
  static meet(
    id: DeviceId,
    user: User,
    chain: Pick<DeviceState, 'nonce' | 'keyId'>,
    label: DeviceLabel | undefined,
    now: Date,
  ): Device {
    const device = new Device({
      ...chain,
      id,
      userId: user.id,
      era: user.deviceEra,
      generation: 0,
      rotatedAt: now,
      label,
      firstSeenAt: now,
      lastUsedAt: now,
      trust: undefined,
      forgotten: undefined,
    });
    device.record({ type: 'device.known', userId: user.id, deviceId: id, first: user.signedIn() === 'first' });
    return device;
  }

  static restore(state: DeviceState): Device {
    return new Device(state);
  }

  get id(): DeviceId {
    return this.state.id;
  }

  get userId(): UserId {
    return this.state.userId;
  }

  isKnown(user: User, now: Date, policy: AuthPolicy): boolean {
    const { userId, era, forgotten, lastUsedAt } = this.state;
    const recent = lastUsedAt > before(now, policy.deviceMemory);
    return !forgotten && userId === user.id && era === user.deviceEra && recent;
  }

  /** Until when the second factor may be skipped here; undefined where it may not. */
  trustedUntil(user: User, now: Date, policy: AuthPolicy): Date | undefined {
    const { trust } = this.state;
    const lives = trust && trust.epoch === user.epoch && trust.until > now && mayTrust(user, policy);
    return lives && this.isKnown(user, now, policy) ? trust.until : undefined;
  }

  /**
   * What a genuine token of that generation is worth. The one before is the same browser's: its answer was lost, or
   * another tab was faster. An older one means that two parties hold the chain (RFC 9700 §4.14.2).
   */
  judge(generation: number, now: Date, policy: AuthPolicy): 'held' | 'reused' | 'unknown' {
    const { generation: current, rotatedAt } = this.state;
    if (generation > current) return 'unknown';
    const repeats = generation === current - 1 && rotatedAt >= before(now, policy.refreshGrace);
    return generation === current || repeats ? 'held' : 'reused';
  }

  /** A sign-in was completed with the token of that generation: the next one, or the same successor once more. */
  use(generation: number, now: Date): void {
    const { generation: current } = this.state;
    if (generation === current) this.change({ generation: current + 1, rotatedAt: now, lastUsedAt: now });
  }

  /** Its user has passed a second factor and asked for it. */
  trust(user: User, now: Date, policy: AuthPolicy): void {
    if (!mayTrust(user, policy) || !this.isKnown(user, now, policy)) return;
    this.change({ trust: { epoch: user.epoch, until: after(now, policy.trustLife) } });
    this.record({ type: 'device.trusted', userId: this.userId, deviceId: this.id });
  }

  /** The one device that a change is made on stays known when all others are forgotten. Its trust does not. */
  keep(user: User): void {
    if (this.state.userId === user.id && !this.state.forgotten) this.change({ era: user.deviceEra, trust: undefined });
  }

  forget(why: DeviceEnd | 'reused', now: Date): void {
    if (this.state.forgotten) return;
    this.change({ forgotten: { at: now, why }, trust: undefined });
    const about = { userId: this.userId, deviceId: this.id };
    this.record(why === 'reused' ? { type: 'device.reused', ...about } : { type: 'device.revoked', ...about, why });
  }

  view(user: User, now: Date, policy: AuthPolicy): DeviceView {
    const { id, label, firstSeenAt, lastUsedAt } = this.state;
    return { id, label, firstSeenAt, lastUsedAt, trustedUntil: this.trustedUntil(user, now, policy) };
  }
}
