import type { PendingEnrolment } from '../mfa/enrolment.js';
import type { AuthenticatorKind, Enrolment, FactorKind, Mark } from '../mfa/factors.js';
import type { Authentication, PartialAuthentication } from '../session/authentication.js';
import type { Proofs } from '../session/proof.js';
import type { Turned } from './judge.js';
import type { PasswordCheck, PasswordHash } from './password.js';
import type { Barred } from '../throttle/failure-pool.js';

export type SignInStep =
  | ({ readonly kind: 'barred' } & Barred)
  | { readonly kind: 'refused' }
  | { readonly kind: 'second-factor'; readonly by: PartialAuthentication; readonly offer: readonly FactorKind[] }
  | { readonly kind: 'enrolment'; readonly by: PartialAuthentication }
  | { readonly kind: 'authenticated'; readonly authentication: Authentication };

/** `next`: undefined where the current one turned out wrong, so that nothing was hashed. */
export interface PasswordWish {
  readonly check: PasswordCheck;
  readonly next: PasswordHash | undefined;
}

export type PasswordStep = Turned | { readonly kind: 'changed'; readonly authentication: Authentication };

/** A code from the new authenticator, judged. */
export interface Confirmation {
  readonly by: PendingEnrolment['by'];
  readonly label: string;
  /** Undefined for a wrong code. */
  readonly mark: Mark | undefined;
  /** What the confirming session or challenge had proven before. */
  readonly held: Proofs;
}

export type ConfirmStep =
  | {
      readonly kind: 'confirmed';
      readonly enrolment: Enrolment<AuthenticatorKind>;
      readonly first: boolean;
      readonly authentication: Authentication;
    }
  | ({ readonly kind: 'barred' } & Barred)
  | { readonly kind: 'refused'; readonly attemptsLeft: number }
  | { readonly kind: 'not-found' };

export type RemovalStep =
  | { readonly kind: 'removed'; readonly authentication: Authentication }
  | { readonly kind: 'not-enrolled' | 'required' };
