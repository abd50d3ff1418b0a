import type { Answer, AuthenticatorKind, Enrolment, FactorKind, Mark, Material, Reveal } from '../mfa/factors.js';
import type { EmailAddress } from '../user/email-address.js';
import type { Busy, HashingLane } from './password-hasher.js';

/** Everything needed to judge one answer. */
export interface Question<K extends FactorKind> {
  /** The user's enrolments of this kind: every one of them is tried. */
  readonly enrolments: readonly Enrolment<K>[];
  readonly answer: Answer<K>;
  readonly lane: HashingLane;
  readonly now: Date;
}

/** Everything about one kind of factor. Judges; remembers nothing and spends nothing. Never throws at input. */
export interface SecondFactor<K extends FactorKind> {
  readonly kind: K;
  /** Makes what is remembered and what is shown once. */
  enrol(
    owner: EmailAddress,
    lane: HashingLane,
  ): Promise<{ readonly made: Material<K>; readonly reveal: Reveal<K> } | Busy>;
  /** A mark for a right answer, spent or not; undefined for any other. */
  verify(question: Question<K>): Promise<Mark<K> | undefined | Busy>;
}

/** One verifier a kind; a missing one does not compile. */
export type SecondFactors = { readonly [K in FactorKind]: SecondFactor<K> };
export type Authenticators = Pick<SecondFactors, AuthenticatorKind>;
