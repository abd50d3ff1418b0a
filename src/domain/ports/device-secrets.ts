import type { DeviceId, UserId } from '../ids.js';
import type { Secret } from '../secret.js';
import type { DeviceChain, DeviceState } from '../throttle/device.js';

/** A device token as it came: whose it says it is, and nothing of it believed. */
export interface PresentedDevice {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly generation: number;
  readonly secret: Secret;
}

/** Keyed hashes in a chain, like those of refresh tokens and under keys of their own: nothing of the past need be stored. */
export interface DeviceSecrets {
  /** What a new device begins with. */
  begin(): Pick<DeviceState, 'nonce' | 'keyId'>;
  /** What the device's holder keeps at that generation. Undefined where the key is gone: the device is a stranger. */
  token(chain: DeviceChain, generation: number): Secret | undefined;
  /** Undefined where it has not the shape of a token. */
  parse(token: Secret): PresentedDevice | undefined;
  /** Whether it was computed for that chain. In constant time, and as long where there is no chain to compare with. */
  isGenuine(presented: PresentedDevice, chain: DeviceChain | undefined): boolean;
}
