import type { Client } from '../domain/client.js';
import { before, seconds } from '../domain/duration.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Assurance } from '../domain/session/proof.js';
import type { Bypasses } from './bypasses.js';
import type { StaleProof } from './freshness.js';
import type { Viewer } from './viewer.js';

/** What a route in front of an application asks of whoever comes. */
export interface RouteDemand {
  readonly assurance: Assurance;
  /** Seconds since it was proven: the second factor at AAL2, else the password. */
  readonly maxAge: number | undefined;
  /** The name of the bypass that the route goes by, if it was given one. */
  readonly bypass: string | undefined;
}

export type CheckRequestOutcome = { readonly status: 'passed' } | StaleProof;

/** Whether a viewer may go on to an application that asks no questions of its own. */
export class CheckRequest {
  constructor(
    private readonly its: { readonly bypasses: Bypasses; readonly clock: Clock; readonly policy: AuthPolicy },
  ) {}

  async execute(viewer: Viewer, demand: RouteDemand, client: Client): Promise<CheckRequestOutcome> {
    if (this.isEnough(viewer, demand)) return { status: 'passed' };
    const { bypasses, policy } = this.its;
    const { assurance, maxAge, bypass } = demand;
    if (bypass !== undefined && (await bypasses.lets(bypass, viewer.user.id, client))) return { status: 'passed' };
    // Without a `maxAge` it is as fresh as assurance itself must be.
    return { status: 'stale-proof', requires: assurance, maxAge: maxAge ?? policy.mfaAge / 1000 };
  }

  private isEnough({ session }: Viewer, { assurance, maxAge }: RouteDemand): boolean {
    const strong = assurance === 'aal1' || session.assurance === 'aal2';
    const earliest = maxAge === undefined ? undefined : before(this.its.clock.now(), seconds(maxAge));
    return strong && (!earliest || session.authenticatedAt >= earliest);
  }
}
