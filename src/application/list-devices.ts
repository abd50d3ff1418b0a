import type { Client } from '../domain/client.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { DeviceView } from '../domain/throttle/device.js';
import { standing, type Viewer } from './viewer.js';

/** The devices that know the viewer, the last used first; none where the viewer's session has ended. */
export class ListDevices {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  execute({ viewer, client }: { readonly viewer: Viewer; readonly client: Client }): Promise<readonly DeviceView[]> {
    const { work, clock, policy } = this.its;
    return work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return [];
      const { user } = live;
      const known = (await tx.devices.of(user.id)).filter((device) => device.isKnown(user, now, policy));
      // Those beyond are forgotten at the next sweep.
      return known.slice(0, policy.devicesPerUser).map((device) => device.view(user, now, policy));
    });
  }
}
