import type { Client } from '../domain/client.js';
import type { EnrolmentId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { stale, type StaleProof } from './freshness.js';
import type { SessionDesk, SignedIn } from './session-desk.js';
import { standing, type Viewer } from './viewer.js';

export interface RemoveFactorInput {
  readonly viewer: Viewer;
  readonly id: string;
  readonly client: Client;
}

/** `removed`: the session goes on under a new credential, without that factor's proofs; the user's others have ended. */
export type RemoveFactorOutcome =
  | { readonly status: 'removed'; readonly id: EnrolmentId; readonly signedIn: SignedIn }
  | StaleProof
  | { readonly status: 'not-enrolled' | 'required' | 'ended' };

/** Removes one authenticator; the backup codes go with the last. */
export class RemoveFactor {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly sessions: SessionDesk;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ viewer, id: raw, client }: RemoveFactorInput): Promise<RemoveFactorOutcome> {
    const { work, sessions, clock, policy } = this.its;
    const id = raw as EnrolmentId;
    const decided = await work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' } as const;
      const { session, user } = live;
      const late = stale(session, user, now, policy);
      if (late) return late;
      const step = user.removeEnrolment(id, session.proofs, now, policy);
      if (step.kind !== 'removed') return { status: step.kind } as const;
      return {
        status: 'opened',
        opened: sessions.supersede(tx, session, user, step.authentication, client, now),
      } as const;
    });
    if (decided.status !== 'opened') return decided;
    return { status: 'removed', id, signedIn: await sessions.deliver(decided.opened, clock.now()) };
  }
}
