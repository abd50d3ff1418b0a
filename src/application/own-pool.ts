import type { AuthPolicy } from '../domain/policy.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { Device } from '../domain/throttle/device.js';
import { PoolKey, type FailurePool } from '../domain/throttle/failure-pool.js';
import type { User } from '../domain/user/user.js';
import { forgetDevice } from './forget-device.js';
import type { Viewer } from './viewer.js';

/**
 * What judges a password that is proven again in a live session: the pool of the known device that it was opened on, as at
 * a login from there, so that strangers who guess at the address keep nobody out who is in. Where its device is known no
 * longer, the address's: a live session is no budget beyond that of its device.
 */
export class OwnPool {
  private constructor(
    readonly pool: FailurePool,
    private readonly device: Device | undefined,
  ) {}

  /** Reads whatever may judge, beside what else is read: which of it does is known only when the user is. */
  static ahead(tx: Transaction, its: Its, viewer: Viewer, now: Date): Promise<unknown> {
    const { deviceId } = viewer.session;
    const own = deviceId ? [tx.devices.byId(deviceId), tx.pools.of(PoolKey.device(deviceId), now)] : [];
    return Promise.all([tx.pools.of(ofAddress(its, viewer), now), ...own]);
  }

  static async of(tx: Transaction, its: Its, viewer: Viewer, user: User, now: Date): Promise<OwnPool> {
    const { deviceId } = viewer.session;
    const device = deviceId && (await tx.devices.byId(deviceId));
    if (!device?.isKnown(user, now, its.policy)) {
      return new OwnPool(await tx.pools.of(ofAddress(its, viewer), now), undefined);
    }
    return new OwnPool(await tx.pools.of(PoolKey.device(device.id), now), device);
  }

  /** A wrong password was counted: a device that brought as many as it may is a stranger. */
  async failed(tx: Transaction, now: Date): Promise<void> {
    if (this.device && this.pool.isClosed) await forgetDevice(tx, this.device, 'failures', now);
  }
}

interface Its {
  readonly entropy: Pick<Entropy, 'keyedDigest'>;
  readonly policy: AuthPolicy;
}

const ofAddress = ({ entropy }: Its, { user }: Viewer): PoolKey =>
  PoolKey.password(entropy.keyedDigest('typed-address', user.email));
