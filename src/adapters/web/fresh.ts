import type { CheckRequest } from '../../application/check-request.js';
import type { StaleProof } from '../../application/freshness.js';
import type { Viewer } from '../../application/viewer.js';
import { pageAt, type PageName } from './page-paths.js';
import { seeOther, type Reply } from './reply.js';
import type { Visit } from './visit.js';

/** Asked before a page that changes how somebody signs in is shown: nobody likes to be asked after. */
export class Freshness {
  constructor(
    private readonly check: CheckRequest,
    /** Seconds. */
    readonly seconds: number,
  ) {}

  /** The way to prove it again and back, or undefined where the proof is fresh. The use case asks once more. */
  async missing(visit: Visit, viewer: Viewer, back: string): Promise<Reply | undefined> {
    const assurance = viewer.user.factors.length > 0 ? 'aal2' : 'aal1';
    const demand = { assurance, maxAge: this.seconds, bypass: undefined } as const;
    const checked = await this.check.execute(viewer, demand, visit.client);
    return checked.status === 'passed' ? undefined : proveAgain(checked, back);
  }
}

/** To the step-up, and then back to a page of ours. */
export const proveAgain = ({ requires, maxAge }: StaleProof, back: string): Reply =>
  seeOther(pageAt('stepUp', { acr_values: requires, max_age: String(maxAge), returnTo: back }));

/** A page of ours that leads on to where the person was going. */
export const backTo = (name: PageName, { returnTo }: Visit, more: Readonly<Record<string, string>> = {}): string =>
  pageAt(name, { ...more, returnTo });
