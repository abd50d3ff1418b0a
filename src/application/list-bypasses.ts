import type { Client } from '../domain/client.js';
import { policyOf } from '../domain/policies/duties.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Bypasses, BypassView } from './bypasses.js';
import type { StaleProof } from './freshness.js';
import { standing, type Viewer } from './viewer.js';

export type ListBypassesOutcome =
  { readonly status: 'listed'; readonly bypasses: readonly BypassView[] } | StaleProof | { readonly status: 'ended' };

/** Every bypass in force, for people who have proven a second factor: it tells where one is not asked for. */
export class ListBypasses {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly bypasses: Bypasses;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({
    viewer,
    client,
  }: {
    readonly viewer: Viewer;
    readonly client: Client;
  }): Promise<ListBypassesOutcome> {
    const { work, bypasses, clock, policy } = this.its;
    const live = await work.run(client, async (tx) => {
      const now = clock.now();
      const { session, user } = (await standing(tx, viewer, now)) ?? {};
      const { assurance } = (user && session?.view(user, now, policy)) ?? {};
      return user && { assurance, maxAge: policyOf(user, policy).mfaAge / 1000 };
    });
    if (!live) return { status: 'ended' };
    if (live.assurance !== 'aal2') return { status: 'stale-proof', requires: 'aal2', maxAge: live.maxAge };
    return { status: 'listed', bypasses: await bypasses.inForce() };
  }
}
