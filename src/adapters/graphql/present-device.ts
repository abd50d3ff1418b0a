import type { RevokeDeviceOutcome, RevokeTrustOutcome } from '../../application/revoke-device.js';
import type { DeviceId } from '../../domain/ids.js';
import type { DeviceView } from '../../domain/throttle/device.js';
import {
  Device,
  DeviceNotFound,
  DeviceRevoked,
  DevicesRevoked,
  type RevokeAllTrustedDevicesResult,
  type RevokeTrustedDeviceResult,
} from './device-types.js';
import { make } from './make.js';
import { SessionEnded } from './refusals.js';

export const presentDevice = (device: DeviceView, own: DeviceId | undefined): Device =>
  make(Device, { ...device, current: device.id === own });

export function presentDeviceRevocation(outcome: RevokeDeviceOutcome): RevokeTrustedDeviceResult {
  switch (outcome.status) {
    case 'revoked':
      return make(DeviceRevoked, { id: outcome.id });
    case 'unknown':
      return new DeviceNotFound();
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}

export function presentTrustRevocation(outcome: RevokeTrustOutcome): RevokeAllTrustedDevicesResult {
  switch (outcome.status) {
    case 'revoked':
      return make(DevicesRevoked, { devicesRevoked: outcome.devices });
    case 'ended':
      return new SessionEnded();
    default:
      return outcome satisfies never;
  }
}
