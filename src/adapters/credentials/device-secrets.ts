import { parseId, type DeviceId, type KeyId, type Nonce, type UserId } from '../../domain/ids.js';
import type { DeviceSecrets, PresentedDevice } from '../../domain/ports/device-secrets.js';
import { Secret } from '../../domain/secret.js';
import type { DeviceChain } from '../../domain/throttle/device.js';
import { beginChain, chainSecret, equalSecrets } from './chain-secret.js';
import type { KeyRing } from './key-ring.js';

// User, device, generation, secret.
const shape = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/;

/** Device tokens under the ring's device keys, bound to their user and device. */
export class KeyedDeviceSecrets implements DeviceSecrets {
  constructor(private readonly ring: KeyRing) {}

  begin(): ReturnType<DeviceSecrets['begin']> {
    return beginChain(this.ring, 'device');
  }

  token(chain: DeviceChain, generation: number): Secret | undefined {
    const secret = this.secretOf(chain, generation);
    return secret && new Secret(`${chain.userId}.${chain.id}.${generation}.${secret.reveal()}`);
  }

  parse(token: Secret): PresentedDevice | undefined {
    const [, user = '', device = '', generation, secret = ''] = shape.exec(token.reveal()) ?? [];
    const [userId, deviceId] = [parseId<UserId>(user), parseId<DeviceId>(device)];
    return userId && deviceId && { userId, deviceId, generation: Number(generation), secret: new Secret(secret) };
  }

  isGenuine({ userId, deviceId, generation, secret }: PresentedDevice, chain: DeviceChain | undefined): boolean {
    const named = chain?.id === deviceId && chain.userId === userId ? chain : undefined;
    const due = this.secretOf(named ?? this.nobodys(userId, deviceId), generation);
    return due !== undefined && equalSecrets(secret, due) && named !== undefined;
  }

  private secretOf(chain: DeviceChain, generation: number): Secret | undefined {
    return chainSecret(this.ring, 'device', [chain.userId, chain.id], generation, chain);
  }

  /** The same work for a device that is not there: how long it takes tells nothing of it. */
  private nobodys(userId: UserId, id: DeviceId): DeviceChain {
    const keyId: KeyId = this.ring.active('device').id;
    return { userId, id, nonce: 'nobody' as Nonce, keyId };
  }
}
