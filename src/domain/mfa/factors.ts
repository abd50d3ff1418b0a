import type { Brand, Digest, EnrolmentId } from '../ids.js';
import type { Secret } from '../secret.js';

/** A seed that only the adapter of its kind can open (encrypted at rest, ASVS 11.3.2, 13.3.1). */
export type Sealed = Brand<string, 'Sealed'>;
export type TotpAlgorithm = 'sha1' | 'sha256' | 'sha512';

/**
 * The vocabulary of MFA at a glance: what we remember, what is shown once, what they answer, and what is spent.
 * A new kind of factor starts as one row here; the compiler then lists the work.
 */
export interface Factors {
  // prettier-ignore
  totp: {
    enrolment: { readonly seed: Sealed; readonly algorithm: TotpAlgorithm; readonly digits: number; readonly period: number; readonly lastStep: number };
    reveal: { readonly uri: Secret; readonly secret: Secret };
    answer: { readonly code: string };
    mark: { readonly step: number };
  };
  // prettier-ignore
  'backup-code': {
    enrolment: { readonly salt: string; readonly digests: readonly Digest[]; readonly length?: number };
    reveal: { readonly codes: readonly Secret[] };
    answer: { readonly code: string };
    mark: { readonly digest: Digest };
  };
}

export type FactorKind = keyof Factors;
/** The kinds a person sets up on purpose; the sheet of backup codes comes and goes with them. */
export type AuthenticatorKind = Exclude<FactorKind, 'backup-code'>;

/** What is remembered of one second factor, whatever its kind. */
export interface EnrolmentBase {
  readonly id: EnrolmentId;
  /** The owner's name for it; printable, at most 64 characters. */
  readonly label: string;
  readonly enrolledAt: Date;
  readonly lastUsedAt: Date | undefined;
}
export type Enrolment<K extends FactorKind = FactorKind> = {
  [P in K]: EnrolmentBase & { readonly kind: P } & Factors[P]['enrolment'];
}[K];
/** What enrolling makes, before it has a name and a moment. */
export type Material<K extends FactorKind> = { readonly kind: K } & Factors[K]['enrolment'];
export type Reveal<K extends FactorKind = FactorKind> = { [P in K]: { readonly kind: P } & Factors[P]['reveal'] }[K];
export type Answer<K extends FactorKind = FactorKind> = { [P in K]: { readonly kind: P } & Factors[P]['answer'] }[K];
/** What verification leaves behind: the thing that must never be accepted again. */
export type Mark<K extends FactorKind = FactorKind> = {
  [P in K]: { readonly kind: P; readonly enrolmentId: EnrolmentId } & Factors[P]['mark'];
}[K];
