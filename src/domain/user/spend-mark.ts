import { spend } from '../mfa/enrolment.js';
import { replaced } from '../mfa/enrolments.js';
import type { Mark } from '../mfa/factors.js';
import type { FactorRefusal } from '../refusals.js';
import type { Act } from './machines.js';
import type { UserState } from './user-state.js';

/** Accepts a mark, once, ever. Whoever has a factor still needs nobody to take them away. */
export function spendMark(state: UserState, mark: Mark, now: Date): Act<'spent' | FactorRefusal> {
  const { id: userId, enrolments, mfaReset } = state;
  const enrolment = enrolments.find((each) => each.id === mark.enrolmentId);
  if (!enrolment) return { answer: 'not-enrolled' };
  const spent = spend(enrolment, mark);
  if (!spent) return { answer: 'already-used' };
  const change = { enrolments: replaced(enrolments, { ...spent, lastUsedAt: now }), mfaReset: undefined };
  const along = mfaReset ? [{ type: 'mfa-reset.cancelled', userId } as const] : [];
  if (spent.kind !== 'backup-code') return { answer: 'spent', change, along };
  return { answer: 'spent', change, along, fact: { type: 'backup-code.used', userId, left: spent.digests.length } };
}
