import type { Variables } from '../config.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Needs } from '../needs.js';
import type { WorldAdapters } from './world-adapters.js';

export interface WorldOptions {
  /** What the service would read from its environment, such as `{ MFA: 'required' }`; nothing is read from the process. */
  readonly env?: Variables;
  readonly policy?: Partial<AuthPolicy>;
  /**
   * Adapters of yours in the place of ours, by the name of their need; or a function of ours, for one that stands around
   * another. A `work` over a store of its own brings its `outbox`.
   */
  readonly instead?: Partial<Needs> | ((ours: WorldAdapters) => Partial<Needs>);
  /** Takes every decision twice and throws the first away, so that one which must not be repeated is noticed. By default. */
  readonly rehearse?: boolean;
  /** Where the clock stands at first. By default the current half minute's beginning, so that browsers keep cookies. */
  readonly now?: Date;
}
