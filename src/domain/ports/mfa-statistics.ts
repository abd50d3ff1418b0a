import type { FactKind } from '../events.js';
import type { AuthenticatorKind } from '../mfa/factors.js';

/** How many facts of one kind there are. */
export interface Counted {
  readonly kind: FactKind;
  /** Of what: a kind of factor or pool, or a bypass; undefined where the fact says nothing more. */
  readonly of: string | undefined;
  readonly count: number;
}

export interface FactorOwners {
  /** Active people; service accounts are none. */
  readonly users: number;
  readonly withoutFactor: number;
  /** Who owns two kinds is counted twice. */
  readonly byFactor: Readonly<Record<AuthenticatorKind | 'backup-code', number>>;
}

/** How MFA is used, summed up: nothing in it is about one person. */
export interface MfaStatistics {
  /** Facts from `from` until before `to`. */
  counts(kinds: readonly FactKind[], from: Date, to: Date): Promise<readonly Counted[]>;
  owners(): Promise<FactorOwners>;
}
