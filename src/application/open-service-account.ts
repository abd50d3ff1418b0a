import type { Client } from '../domain/client.js';
import type { UserId } from '../domain/ids.js';
import { serviceLabel } from '../domain/label.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { FreshFactor } from '../domain/session/fresh-factor.js';
import { serviceAccountView, type ServiceAccountView } from '../domain/user/machine-view.js';
import { freshFactor, type StaleProof } from './freshness.js';
import { standing, type Viewer } from './viewer.js';

export interface OpenServiceAccountInput {
  readonly viewer: Viewer;
  readonly label: string | undefined;
  readonly client: Client;
}

export type OpenServiceAccountOutcome =
  | { readonly status: 'opened'; readonly account: ServiceAccountView }
  | StaleProof
  | { readonly status: 'no-factor' | 'too-many' | 'ended' };

/** A name for programs to act in that is nobody's own: a user without a password, who owns no factor and never signs in. */
export class OpenServiceAccount {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly entropy: Entropy;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  execute({ viewer, label, client }: OpenServiceAccountInput): Promise<OpenServiceAccountOutcome> {
    const { work, entropy, clock, policy } = this.its;
    return work.run(client, async (tx): Promise<OpenServiceAccountOutcome> => {
      const now = clock.now();
      const live = await standing(tx, viewer, now);
      if (!live) return { status: 'ended' };
      const proof = freshFactor(live.session, live.user, now, policy);
      if (!(proof instanceof FreshFactor)) return proof;
      const account = live.user.openServiceAccount(entropy.id<UserId>(), serviceLabel(label), proof, now, policy);
      if (account === 'too-many') return { status: 'too-many' };
      tx.users.add(account);
      return { status: 'opened', account: serviceAccountView(account) };
    });
  }
}
