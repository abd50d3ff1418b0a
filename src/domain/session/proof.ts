import { before, type Duration } from '../duration.js';
import type { EnrolmentId } from '../ids.js';
import type { FactorKind } from '../mfa/factors.js';

/** A factor and the moment it was proven. */
export interface Proof {
  readonly factor: 'password' | FactorKind;
  readonly at: Date;
  /** Which authenticator; undefined for the password. */
  readonly enrolmentId: EnrolmentId | undefined;
}
export type Proofs = readonly Proof[];

/** AAL1 = one factor, AAL2 = two (SP 800-63B-4 §2). */
export type Assurance = 'aal1' | 'aal2';

const latest = (proofs: Proofs): Proof | undefined =>
  proofs.reduce<Proof | undefined>((best, proof) => (best && best.at >= proof.at ? best : proof), undefined);

export const secondFactorProof = (proofs: Proofs): Proof | undefined =>
  latest(proofs.filter((proof) => proof.factor !== 'password'));
export const passwordProof = (proofs: Proofs): Proof | undefined =>
  latest(proofs.filter((proof) => proof.factor === 'password'));

/** Derived from what was proven, never stored: AAL2 is a password and a second factor no older than `mfaAge`. */
export function assuranceOf(proofs: Proofs, mfaAge: Duration, now: Date): Assurance {
  const second = secondFactorProof(proofs);
  return second && passwordProof(proofs) && second.at >= before(now, mfaAge) ? 'aal2' : 'aal1';
}

/** Authentication method references, RFC 8176 §2. A backup code is a one-time password too. */
export function amrOf(proofs: Proofs, assurance: Assurance): readonly string[] {
  const methods = new Set<string>();
  if (passwordProof(proofs)) methods.add('pwd');
  if (assurance === 'aal2') methods.add('otp').add('mfa');
  return [...methods];
}

/** `auth_time`: the second factor's moment at AAL2, else the password's (OpenID Connect Core §2). */
export function provenAt(proofs: Proofs, assurance: Assurance): Date {
  const proof = assurance === 'aal2' ? secondFactorProof(proofs) : passwordProof(proofs);
  return (proof ?? latest(proofs))?.at ?? new Date(0);
}

/** The newest of each factor, so that proofs do not grow with every step-up. */
export function joined(former: Proofs, added: Proofs): Proofs {
  const fresh = new Set(added.map((proof) => proof.factor));
  return [...former.filter((proof) => !fresh.has(proof.factor)), ...added];
}
