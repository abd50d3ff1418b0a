import type { Client } from '../domain/client.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import {
  machineTokensOf,
  serviceAccountView,
  type MachineTokenView,
  type ServiceAccountView,
} from '../domain/user/machine-view.js';
import { serviceAccountsOf } from './machine-owner.js';
import { standing, type Viewer } from './viewer.js';

interface Input {
  readonly viewer: Viewer;
  readonly client: Client;
}

/** What programs can do for the viewer, newest first; nothing where the viewer's session has ended. */
export class ListMachines {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  /** In the viewer's own name; those that have expired too, until another one is made. */
  tokens({ viewer, client }: Input): Promise<readonly MachineTokenView[]> {
    const { work, clock } = this.its;
    return work.run(client, async (tx) => {
      const live = await standing(tx, viewer, clock.now());
      return live ? machineTokensOf(live.user) : [];
    });
  }

  serviceAccounts({ viewer, client }: Input): Promise<readonly ServiceAccountView[]> {
    const { work, clock } = this.its;
    return work.run(client, async (tx) => {
      const live = await standing(tx, viewer, clock.now());
      const accounts = live ? await serviceAccountsOf(tx, live.user) : [];
      return accounts.map(serviceAccountView).toReversed();
    });
  }
}
