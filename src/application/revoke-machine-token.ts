import type { Client } from '../domain/client.js';
import { parseId, type MachineTokenId } from '../domain/ids.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { serviceAccountsOf } from './machine-owner.js';
import { standing, type Viewer } from './viewer.js';

export interface RevokeMachineTokenInput {
  readonly viewer: Viewer;
  /** One of the viewer's own, or of a service account of theirs. */
  readonly id: string;
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

  execute({ viewer, id: raw, client }: RevokeMachineTokenInput): Promise<RevokeMachineTokenOutcome> {
    const { work, clock } = this.its;
    const id = parseId<MachineTokenId>(raw);
    return work.run(client, async (tx): Promise<RevokeMachineTokenOutcome> => {
      const live = await standing(tx, viewer, clock.now());
      if (!live) return { status: 'ended' };
      if (!id) return { status: 'unknown' };
      if (live.user.revokeMachineToken(id) === 'revoked') return { status: 'revoked', id };
      const accounts = await serviceAccountsOf(tx, live.user);
      const found = accounts.some((account) => account.revokeMachineToken(id) === 'revoked');
      return found ? { status: 'revoked', id } : { status: 'unknown' };
    });
  }
}
