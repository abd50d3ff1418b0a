import type { AuthenticatorKind, Enrolment, FactorKind } from './factors.js';

/** Confirmed enrolments of one user. */
export type Enrolments = readonly Enrolment[];

export function ofKind<K extends FactorKind>(all: Enrolments, kind: K): readonly Enrolment<K>[] {
  // The compiler does not narrow a union by a type parameter; the comparison does.
  return all.filter((enrolment) => enrolment.kind === kind) as unknown as readonly Enrolment<K>[];
}

export const authenticatorsIn = (all: Enrolments): readonly Enrolment<AuthenticatorKind>[] =>
  all.filter((enrolment) => enrolment.kind !== 'backup-code');

/**
 * Kinds that may answer, most wanted first. A sheet without an authenticator is worth nothing. Who owns no authenticator
 * of an allowed kind is asked for what there is: a password alone must not do because a kind is not wanted any more.
 */
export function offerOf(all: Enrolments, allowed: readonly FactorKind[]): readonly FactorKind[] {
  if (authenticatorsIn(all).length === 0) return [];
  const hasCodes = ofKind(all, 'backup-code').some((sheet) => sheet.digests.length > 0);
  const owned: readonly FactorKind[] = hasCodes ? ['totp', 'backup-code'] : ['totp'];
  const wanted = owned.filter((kind) => allowed.includes(kind));
  return wanted.some((kind) => kind !== 'backup-code') ? wanted : owned;
}

export const replaced = (all: Enrolments, by: Enrolment): Enrolments =>
  all.map((enrolment) => (enrolment.id === by.id ? by : enrolment));
