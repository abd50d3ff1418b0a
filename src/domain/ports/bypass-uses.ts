import type { BypassName } from '../bypass.js';

/** When bypasses were last made use of, as the facts have it. */
export interface BypassUses {
  /** Exact to a minute; a name that was never used is not there. */
  last(names: readonly BypassName[]): Promise<ReadonlyMap<BypassName, Date>>;
}
