import type { DomainEvent } from '../events.js';
import { authenticatorsIn } from '../mfa/enrolments.js';
import type { Enrolment } from '../mfa/factors.js';
import type { Proofs } from '../session/proof.js';
import type { UserState } from './user-state.js';

/** What is left without them, what is still proven, and what there is to tell: without an authenticator MFA is off. */
export function drop(
  { id: userId, enrolments: all }: UserState,
  dropped: readonly Enrolment[],
  held: Proofs,
): Pick<UserState, 'enrolments'> & { readonly proofs: Proofs; readonly facts: readonly DomainEvent[] } {
  const enrolments = all.filter((each) => !dropped.includes(each));
  const proofs = held.filter((proof) => !dropped.some(({ id }) => id === proof.enrolmentId));
  const authenticators = authenticatorsIn(enrolments).length;
  const removed = dropped.map(
    ({ kind, id: enrolmentId }) => ({ type: 'factor.removed', userId, kind, enrolmentId, authenticators }) as const,
  );
  const facts = authenticators === 0 ? [...removed, { type: 'mfa.disabled', userId } as const] : removed;
  return { enrolments, proofs, facts };
}
