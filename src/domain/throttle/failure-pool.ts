import { Aggregate } from '../aggregate.js';
import { after, before, later, type Duration } from '../duration.js';
import type { Brand, DeviceId, Digest, UserId } from '../ids.js';
import type { FactorKind } from '../mfa/factors.js';
import type { AuthPolicy } from '../policy.js';

export type PoolKind = 'password' | 'device' | FactorKind;
/** Whose closing its owner hears of: a device that is closed is forgotten, and that is a fact of its own. */
export type OwnersPool = Exclude<PoolKind, 'device'>;
export type PoolKey = Brand<string, 'PoolKey'>;

export const PoolKey = {
  /** Of the typed address, whether or not such a user exists: a known address waits and closes exactly like an unknown one. */
  password: (address: Digest): PoolKey => `password:${address}` as PoolKey,
  /** Of passwords that a known device brings: a stranger's failures on the address are not its own. */
  device: (id: DeviceId): PoolKey => `device:${id}` as PoolKey,
  /** Of a user and a kind of factor, whatever challenge, session or door the answers come through. */
  factor: (kind: FactorKind, user: UserId): PoolKey => `${kind}:${user}` as PoolKey,
  kindOf: (key: PoolKey): PoolKind => key.slice(0, key.indexOf(':')) as PoolKind,
};

export interface FailurePoolState {
  readonly id: PoolKey;
  /** Wrong answers since the last success. */
  readonly consecutive: number;
  readonly waitUntil: Date | undefined;
  readonly closedAt: Date | undefined;
  /** Moments of wrong second factors inside the window, oldest first; success does not clear them. */
  readonly recent: readonly Date[];
  readonly touchedAt: Date;
}

/** Nobody is judged from this pool now. `retryAt` is undefined where waiting does not help. */
export interface Barred {
  readonly retryAt: Date | undefined;
}

/** Consecutive wrong answers of one kind, and the waiting time they cost (SP 800-63B-4 §3.2.2, RFC 4226 §7.3). */
export class FailurePool extends Aggregate<FailurePoolState> {
  static empty(id: PoolKey, now: Date): FailurePool {
    return new FailurePool({
      id,
      consecutive: 0,
      waitUntil: undefined,
      closedAt: undefined,
      recent: [],
      touchedAt: now,
    });
  }

  static restore(state: FailurePoolState): FailurePool {
    return new FailurePool(state);
  }

  get id(): PoolKey {
    return this.state.id;
  }

  get kind(): PoolKind {
    return PoolKey.kindOf(this.state.id);
  }

  get isClosed(): boolean {
    return this.state.closedAt !== undefined;
  }

  /** Wrong answers since the last right one. */
  get consecutive(): number {
    return this.state.consecutive;
  }

  /** A barred attempt is refused unjudged: it costs the attacker a try and tells nothing, not even that it was right. */
  barred(now: Date, policy: AuthPolicy): Barred | undefined {
    const { closedAt, waitUntil, recent } = this.state;
    if (closedAt) return { retryAt: undefined };
    const crowded = recent.length >= policy.factorFailures ? recent.at(-policy.factorFailures) : undefined;
    const windowEnd = crowded && after(crowded, policy.factorFailureWindow);
    // Longer than the longest comes from a clock that was wrong: its owner must not pay for that.
    const wait = waitUntil && waitUntil <= after(now, policy.longestDelay) ? waitUntil : undefined;
    const until = windowEnd && wait ? later(windowEnd, wait) : (windowEnd ?? wait);
    return until && until > now ? { retryAt: until } : undefined;
  }

  fail(now: Date, policy: AuthPolicy, user?: UserId): void {
    const consecutive = this.state.consecutive + 1;
    const closes = consecutive >= (this.kind === 'device' ? policy.deviceFailures : policy.failuresToClose);
    const since = before(now, policy.factorFailureWindow);
    this.change({
      consecutive,
      waitUntil: consecutive >= policy.freeFailures ? after(now, delayAfter(consecutive, policy)) : undefined,
      closedAt: closes ? now : undefined,
      recent:
        this.kind === 'password' || this.kind === 'device'
          ? []
          : [...this.state.recent.filter((at) => at > since), now],
      touchedAt: now,
    });
    const { kind } = this;
    if (user && kind !== 'device' && kind !== 'password' && consecutive === policy.failuresToTell)
      this.record({ type: 'mfa.guessed', userId: user, kind });
    if (closes && kind !== 'device') this.record({ type: 'pool.closed', kind, ...(user && { userId: user }) });
  }

  /**
   * A password's by whoever reads the owner's mail, any by an administrator: whoever guesses begins at nothing again, and
   * so does the window of second factors.
   */
  open(now: Date, user: UserId): void {
    const { consecutive, waitUntil, closedAt, recent } = this.state;
    if (consecutive === 0 && !waitUntil && !closedAt && recent.length === 0) return;
    this.change({ consecutive: 0, waitUntil: undefined, closedAt: undefined, recent: [], touchedAt: now });
    const { kind } = this;
    if ((closedAt || recent.length > 0) && kind !== 'device') this.record({ type: 'pool.opened', kind, userId: user });
  }

  /** Only a completed success from this pool: a right password with a second factor still due is none. */
  succeed(now: Date): void {
    if (this.state.consecutive === 0 && !this.state.waitUntil) return;
    this.change({ consecutive: 0, waitUntil: undefined, touchedAt: now });
  }
}

function delayAfter(consecutive: number, policy: AuthPolicy): Duration {
  const doubled = policy.firstDelay * 2 ** (consecutive - policy.freeFailures);
  return Math.min(doubled, policy.longestDelay) as Duration;
}
