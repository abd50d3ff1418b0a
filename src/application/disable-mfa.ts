import type { Client } from '../domain/client.js';
import { mustKeepFactor } from '../domain/policies/duties.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { stale, type StaleProof } from './freshness.js';
import type { SessionDesk, SignedIn } from './session-desk.js';
import { standing, type Viewer } from './viewer.js';

export interface DisableMfaInput {
  readonly viewer: Viewer;
  readonly client: Client;
}

/** `disabled`: the session goes on at one factor under a new credential; the user's others have ended. */
export type DisableMfaOutcome =
  | { readonly status: 'disabled'; readonly factorsRemoved: number; readonly signedIn: SignedIn }
  | StaleProof
  | { readonly status: 'no-factor' | 'required' | 'ended' };

/** Turns MFA off for oneself: every authenticator and backup code goes. */
export class DisableMfa {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly sessions: SessionDesk;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ viewer, client }: DisableMfaInput): Promise<DisableMfaOutcome> {
    const { work, sessions, clock, policy } = this.its;
    const decided = await work.run(client, async (tx) => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' } as const;
      const { session, user } = live;
      const factorsRemoved = user.factors().length;
      if (factorsRemoved === 0) return { status: 'no-factor' } as const;
      if (mustKeepFactor(user, policy, now)) return { status: 'required' } as const;
      const late = stale(session, user, now, policy);
      if (late) return late;
      const authentication = user.disableMfa(session.proofs);
      const opened = sessions.supersede(tx, session, user, authentication, client, now);
      return { status: 'opened', factorsRemoved, opened } as const;
    });
    if (decided.status !== 'opened') return decided;
    const { factorsRemoved, opened } = decided;
    return { status: 'disabled', factorsRemoved, signedIn: await sessions.deliver(opened, clock.now()) };
  }
}
