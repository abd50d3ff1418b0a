import type { Answer, Enrolment, FactorKind, Mark } from '../domain/mfa/factors.js';
import type { Busy, HashingLane } from '../domain/ports/password-hasher.js';
import type { SecondFactors } from '../domain/ports/second-factor.js';

/** Asks the one verifier of the answer's kind: a mark for a right answer, spent or not; undefined for a wrong one. */
export function judge<K extends FactorKind>(
  factors: SecondFactors,
  kind: K,
  answer: Answer,
  enrolments: readonly Enrolment<K>[],
  lane: HashingLane,
  now: Date,
): Promise<Mark<K> | undefined | Busy> {
  // `answer.kind` is `kind`: the compiler cannot follow that through a type parameter.
  return factors[kind].verify({ answer: answer as Answer<K>, enrolments, lane, now });
}
