import type { Client } from '../domain/client.js';
import type { EnrolmentId } from '../domain/ids.js';
import { factorLabel } from '../domain/label.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { factorView, type FactorView } from '../domain/user/user-view.js';
import { standing, type Viewer } from './viewer.js';

export interface RenameFactorInput {
  readonly viewer: Viewer;
  readonly id: string;
  /** Printable text of at most 64 characters is what becomes of it; of nothing, the name that all have at first. */
  readonly label: string;
  readonly client: Client;
}

export type RenameFactorOutcome =
  { readonly status: 'renamed'; readonly factor: FactorView } | { readonly status: 'not-enrolled' | 'ended' };

/**
 * Calls one of the viewer's authenticators something else. It takes a live session and no fresh proof: what a name is
 * good for is telling one from the other, and it changes neither who gets in nor with what (SP 800-63B-4 §4.1.1 asks
 * to authenticate for binding an authenticator, which this is not). The fact remains for the owner to see.
 */
export class RenameFactor {
  constructor(private readonly its: { readonly work: UnitOfWork; readonly clock: Clock }) {}

  execute({ viewer, id, label, client }: RenameFactorInput): Promise<RenameFactorOutcome> {
    const { work, clock } = this.its;
    return work.run(client, async (tx) => {
      const live = await standing(tx, viewer, clock.now());
      if (!live) return { status: 'ended' };
      const renamed = live.user.renameEnrolment(id as EnrolmentId, factorLabel(label));
      return renamed ? { status: 'renamed', factor: factorView(renamed) } : { status: 'not-enrolled' };
    });
  }
}
