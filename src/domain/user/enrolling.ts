import { after } from '../duration.js';
import type { EnrolmentId } from '../ids.js';
import { spend, type PendingEnrolment } from '../mfa/enrolment.js';
import { authenticatorsIn, offerOf, ofKind, replaced } from '../mfa/enrolments.js';
import type { AuthenticatorKind, Enrolment, FactorKind, Material } from '../mfa/factors.js';
import { demandsMfa, policyFor } from '../policies/decision.js';
import type { AuthPolicy } from '../policy.js';
import type { EnrolmentRefusal } from '../refusals.js';
import { joined, type Proofs } from '../session/proof.js';
import type { FailurePool } from '../throttle/failure-pool.js';
import type { Act } from './machines.js';
import type { Confirmation, ConfirmStep } from './steps.js';
import type { UserState } from './user-state.js';

export function offer(state: UserState, policy: AuthPolicy): readonly FactorKind[] {
  const { mfa, factors } = policyFor(state, policy);
  return mfa === 'off' ? [] : offerOf(state.enrolments, factors);
}

/** Now, and not only from a moment to come. */
export const isDemanded = (state: UserState, policy: AuthPolicy, now: Date): boolean =>
  demandsMfa(policyFor(state, policy), now);

export function refusal(state: UserState, policy: AuthPolicy): EnrolmentRefusal | undefined {
  const { mfa, factors } = policyFor(state, policy);
  if (mfa === 'off' || !factors.includes('totp')) return 'forbidden';
  return ofKind(state.enrolments, 'totp').length >= policy.authenticators ? 'too-many' : undefined;
}

/** Remembers a shown authenticator until it is confirmed; beginning again replaces what was pending. */
export function begin(
  state: UserState,
  id: EnrolmentId,
  made: Material<AuthenticatorKind>,
  by: PendingEnrolment['by'],
  now: Date,
  policy: AuthPolicy,
): Act<'begun' | EnrolmentRefusal> {
  const refused = refusal(state, policy);
  if (refused) return { answer: refused };
  const enrolment = { ...made, id, label: '', enrolledAt: now, lastUsedAt: undefined };
  const expiresAt = after(now, policy.enrolmentLife);
  return { answer: 'begun', change: { pending: { enrolment, by, expiresAt, attemptsLeft: policy.enrolmentAttempts } } };
}

export const pendingOf = (
  { pending }: UserState,
  by: PendingEnrolment['by'],
  now: Date,
): PendingEnrolment | undefined => (pending && pending.by === by && pending.expiresAt > now ? pending : undefined);

type Judged =
  | Exclude<ConfirmStep, { kind: 'confirmed' }>
  | {
      readonly kind: 'confirmed';
      readonly enrolment: Enrolment<AuthenticatorKind>;
      readonly first: boolean;
      readonly proofs: Proofs;
    };

/** A code from the new authenticator. The first factor raises the epoch, so that nothing opened without it lives on. */
export function confirm(
  state: UserState,
  { by, label, mark, held }: Confirmation,
  pool: FailurePool,
  now: Date,
  policy: AuthPolicy,
): Act<Judged> {
  const { id: userId, enrolments, epoch } = state;
  const pending = pendingOf(state, by, now);
  if (!pending || refusal(state, policy)) return { answer: { kind: 'not-found' } };
  const barred = pool.barred(now, policy);
  if (barred) return { answer: { kind: 'barred', ...barred } };
  const proven = mark?.enrolmentId === pending.enrolment.id ? spend(pending.enrolment, mark) : undefined;
  if (!proven || proven.kind === 'backup-code') {
    pool.fail(now, policy, userId);
    const attemptsLeft = pending.attemptsLeft - 1;
    return {
      answer: { kind: 'refused', attemptsLeft },
      change: { pending: attemptsLeft > 0 ? { ...pending, attemptsLeft } : undefined },
      fact: { type: 'mfa.refused', userId, kind: pending.enrolment.kind, why: 'no-proof' },
    };
  }
  pool.succeed(now);
  const authenticators = authenticatorsIn(enrolments).length + 1;
  const first = authenticators === 1;
  const enrolment = { ...proven, label, enrolledAt: now, lastUsedAt: now };
  const proofs = joined(held, [{ factor: enrolment.kind, at: now, enrolmentId: enrolment.id }]);
  return {
    answer: { kind: 'confirmed', enrolment, first, proofs },
    change: { pending: undefined, enrolments: [...enrolments, enrolment], ...(first && { epoch: epoch + 1 }) },
    fact: { type: 'factor.enrolled', userId, kind: enrolment.kind, enrolmentId: enrolment.id, authenticators },
  };
}

/** Gives an authenticator another name. The name it has already changes nothing, and is no fact. */
export function rename(
  { id: userId, enrolments }: UserState,
  id: EnrolmentId,
  label: string,
): Act<Enrolment<AuthenticatorKind> | undefined> {
  const found = authenticatorsIn(enrolments).find((each) => each.id === id);
  if (!found || found.label === label) return { answer: found };
  const renamed = { ...found, label };
  const fact = { type: 'factor.renamed', userId, kind: found.kind, enrolmentId: id } as const;
  return { answer: renamed, change: { enrolments: replaced(enrolments, renamed) }, fact };
}

/** A new sheet of backup codes; the former one is worth nothing. */
export function issueSheet(
  { id: userId, enrolments }: UserState,
  id: EnrolmentId,
  made: Material<'backup-code'>,
  now: Date,
): Act<void> {
  const renewed = ofKind(enrolments, 'backup-code').length > 0;
  const sheet = { ...made, id, label: 'Backup codes', enrolledAt: now, lastUsedAt: undefined };
  const change = { enrolments: [...authenticatorsIn(enrolments), sheet] };
  return { answer: undefined, change, fact: { type: 'backup-codes.issued', userId, renewed } };
}
