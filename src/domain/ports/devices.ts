import type { DeviceId, UserId } from '../ids.js';
import type { Device } from '../throttle/device.js';

export interface Devices {
  byId(id: DeviceId): Promise<Device | undefined>;
  /** Those that were not forgotten, the last used first, whatever their era. */
  of(user: UserId): Promise<readonly Device[]>;
  add(device: Device): void;
}
