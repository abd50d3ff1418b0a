import type { Client } from '../domain/client.js';
import { factorHint, type FactorHint } from '../domain/mfa/factor-hint.js';
import type { ChallengeView } from '../domain/mfa/mfa-challenge.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { PresentedChallenge } from '../domain/session/credentials.js';
import { amrOf, provenAt } from '../domain/session/proof.js';
import type { ChallengeDesk } from './challenge-desk.js';

/** Somebody who has proven something and owes something. Says what, and not who: a challenge is nobody yet. */
export interface PendingViewer {
  readonly challenge: ChallengeView;
  readonly hints: readonly FactorHint[];
  /** What was proven so far, RFC 8176. */
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
}

/** Who makes a request with a challenge: a pending viewer as long as it can be answered, or nobody. */
export class AuthenticatePending {
  constructor(
    private readonly its: { readonly work: UnitOfWork; readonly challenges: ChallengeDesk; readonly clock: Clock },
  ) {}

  execute(presented: PresentedChallenge, client: Client): Promise<PendingViewer | undefined> {
    const { work, challenges, clock } = this.its;
    return work.run(client, async (tx) => {
      const now = clock.now();
      const found = await challenges.find(tx, presented);
      if (!found?.challenge.isOpen(found.user, now)) return undefined;
      const { challenge, user } = found;
      const { raises, proofs } = challenge.snapshot();
      // Without the session it would raise there is nothing left to answer for.
      const raised = raises && (await tx.sessions.byId(raises));
      if (raises && !raised?.isLive(user, now)) return undefined;
      return {
        challenge: challenge.view(),
        hints: user.factors().map(factorHint),
        amr: amrOf(proofs, 'aal1'),
        authenticatedAt: provenAt(proofs, 'aal1'),
      };
    });
  }
}
