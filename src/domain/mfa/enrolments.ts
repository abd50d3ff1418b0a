import type { AuthenticatorKind, Enrolment, FactorKind } from './factors.js';

/** Confirmed enrolments of one user. */
export type Enrolments = readonly Enrolment[];

export function ofKind<K extends FactorKind>(all: Enrolments, kind: K): readonly Enrolment<K>[] {
  // The compiler does not narrow a union by a type parameter; the comparison does.
  return all.filter((enrolment) => enrolment.kind === kind) as unknown as readonly Enrolment<K>[];
}

export const authenticatorsIn = (all: Enrolments): readonly Enrolment<AuthenticatorKind>[] =>
  all.filter((enrolment) => enrolment.kind !== 'backup-code');

/** Kinds that may answer, most wanted first. A sheet without an authenticator is worth nothing. */
export function offerOf(all: Enrolments): readonly FactorKind[] {
  if (authenticatorsIn(all).length === 0) return [];
  return ofKind(all, 'backup-code').some((sheet) => sheet.digests.length > 0) ? ['totp', 'backup-code'] : ['totp'];
}

export const replaced = (all: Enrolments, by: Enrolment): Enrolments =>
  all.map((enrolment) => (enrolment.id === by.id ? by : enrolment));
