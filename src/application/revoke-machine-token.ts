import type { Client } from '../domain/client.js';
import { parseId, type MachineTokenId } from '../domain/ids.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { actorOf } from './machine-owner.js';
import { standing, type Viewer } from './viewer.js';

export interface RevokeMachineTokenInput {
  readonly viewer: Viewer;
  readonly id: string;
  /** One of the viewer's service accounts; undefined: the viewer. */
  readonly account: string | undefined;
  readonly client: Client;
}

export type RevokeMachineTokenOutcome =
  { readonly status: 'revoked'; readonly id: MachineTokenId } | { readonly status: 'unknown' | 'ended' };

/**
 * Ends a machine token: nothing is exchanged for it any more. Takes no fresh proof, for whoever has lost one must be
 * quick.
 */
export class RevokeMachineToken {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  execute({ viewer, id: raw, account, client }: RevokeMachineTokenInput): Promise<RevokeMachineTokenOutcome> {
    const { work, clock } = this.its;
    const id = parseId<MachineTokenId>(raw);
    return work.run(client, async (tx) => {
      const live = await standing(tx, viewer, clock.now());
      if (!live) return { status: 'ended' };
      const actor = await actorOf(tx, live.user, account);
      return id && actor?.revokeMachineToken(id) === 'revoked' ? { status: 'revoked', id } : { status: 'unknown' };
    });
  }
}
