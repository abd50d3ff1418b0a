import type { FactorKind } from '../mfa/factors.js';
import type { MfaDemand } from '../policy.js';
import type { Rules } from './rules.js';

/** Rules as a fact says them: words and numbers. */
export interface Said {
  readonly mfa?: MfaDemand;
  /** ISO 8601. */
  readonly mfaDueBy?: string;
  readonly factors?: readonly FactorKind[];
  /** Seconds. */
  readonly mfaAge?: number;
  readonly trustedDevices?: boolean;
}

export const saidOf = ({ mfa, factors, mfaAge, trustedDevices }: Rules): Said => ({
  ...(mfa && { mfa: mfa.demand }),
  ...(mfa?.dueBy && { mfaDueBy: mfa.dueBy.toISOString() }),
  ...(factors && { factors }),
  ...(mfaAge !== undefined && { mfaAge: mfaAge / 1000 }),
  ...(trustedDevices !== undefined && { trustedDevices }),
});
