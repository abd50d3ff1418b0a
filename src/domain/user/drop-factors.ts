import { authenticatorsIn } from '../mfa/enrolments.js';
import type { Enrolment } from '../mfa/factors.js';
import type { Proof, Proofs } from '../session/proof.js';
import type { Act } from './machines.js';
import type { UserState } from './user-state.js';

/** Answers what is still proven without them. Whatever was opened with them ends; without an authenticator MFA is off. */
export function drop(
  { id: userId, epoch, enrolments: all }: UserState,
  dropped: readonly Enrolment[],
  held: Proofs,
): Act<Proofs> {
  const enrolments = all.filter((each) => !dropped.includes(each));
  const authenticators = authenticatorsIn(enrolments).length;
  // A code may have been of a sheet that was renewed since, which is none of those dropped.
  const isDropped = (proof: Proof): boolean =>
    authenticators === 0 ? proof.factor !== 'password' : dropped.some(({ id }) => id === proof.enrolmentId);
  const proofs = held.filter((proof) => !isDropped(proof));
  const removed = dropped.map(
    ({ kind, id: enrolmentId }) => ({ type: 'factor.removed', userId, kind, enrolmentId, authenticators }) as const,
  );
  const along = authenticators === 0 ? [...removed, { type: 'mfa.disabled', userId } as const] : removed;
  return { answer: proofs, change: { enrolments, epoch: epoch + 1, pending: undefined }, along };
}
