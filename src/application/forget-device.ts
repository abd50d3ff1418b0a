import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { Device } from '../domain/throttle/device.js';

/** A stranger from now on; sessions that rest on its trust alone end with it, the others go on without. */
export async function forgetDevice(
  tx: Transaction,
  device: Device,
  why: Parameters<Device['forget']>[0],
  now: Date,
): Promise<void> {
  device.forget(why, now);
  for (const session of await tx.sessions.openOf(device.userId, now)) {
    if (session.snapshot().deviceId === device.id) session.distrust(now);
  }
}
