import type { Client } from '../domain/client.js';
import { parseId, type DeviceId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { forgetDevice } from './forget-device.js';
import { standing, type Viewer } from './viewer.js';

export interface RevokeDeviceInput {
  readonly viewer: Viewer;
  readonly id: string;
  readonly client: Client;
}

/** `ownEnded`: the viewer's session rested on that trust alone. */
export type RevokeDeviceOutcome =
  | { readonly status: 'revoked'; readonly id: DeviceId; readonly ownEnded: boolean }
  | { readonly status: 'unknown' | 'ended' };

export type RevokeTrustOutcome =
  { readonly status: 'revoked'; readonly devices: number; readonly ownEnded: boolean } | { readonly status: 'ended' };

/**
 * Makes the viewer's own devices strangers: they are asked for everything, and what rested on their trust alone ends.
 * Somebody else's device is as unknown as none (OWASP API1:2023).
 */
export class RevokeDevice {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  /** One, trusted or only known. */
  one({ viewer, id: raw, client }: RevokeDeviceInput): Promise<RevokeDeviceOutcome> {
    const { work, clock, policy } = this.its;
    const id = parseId<DeviceId>(raw);
    return work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' };
      const device = id && (await tx.devices.byId(id));
      if (!device?.isKnown(live.user, now, policy)) return { status: 'unknown' };
      await forgetDevice(tx, device, 'by-owner', now);
      return { status: 'revoked', id: device.id, ownEnded: !live.session.isLive(live.user, now) };
    });
  }

  /** Everything that is trusted. */
  all({ viewer, client }: Omit<RevokeDeviceInput, 'id'>): Promise<RevokeTrustOutcome> {
    const { work, clock, policy } = this.its;
    return work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' };
      const { user, session } = live;
      const known = await tx.devices.of(user.id);
      const trusted = known.filter((device) => device.trustedUntil(user, now, policy) !== undefined);
      for (const device of trusted) await forgetDevice(tx, device, 'by-owner', now);
      return { status: 'revoked', devices: trusted.length, ownEnded: !session.isLive(user, now) };
    });
  }
}
