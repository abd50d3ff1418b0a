import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { actorOf } from './machine-owner.js';
import { standing, type Viewer } from './viewer.js';

export interface CloseServiceAccountInput {
  readonly viewer: Viewer;
  readonly id: string;
  readonly client: Client;
}

export type CloseServiceAccountOutcome =
  { readonly status: 'closed'; readonly id: UserId } | { readonly status: 'unknown' | 'ended' };

/** Ends a service account of the viewer's, and every token of it, for good. */
export class CloseServiceAccount {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  execute({ viewer, id, client }: CloseServiceAccountInput): Promise<CloseServiceAccountOutcome> {
    const { work, clock } = this.its;
    return work.run(client, async (tx) => {
      const live = await standing(tx, viewer, clock.now());
      if (!live) return { status: 'ended' };
      const account = await actorOf(tx, live.user, id);
      if (!account || live.user.closeServiceAccount(account) !== 'closed') return { status: 'unknown' };
      return { status: 'closed', id: account.id };
    });
  }
}
