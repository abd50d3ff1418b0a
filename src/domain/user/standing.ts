import type { Enrolment } from '../mfa/factors.js';
import type { Act } from './machines.js';
import { isExposed } from './password.js';
import type { UserState } from './user-state.js';

// Whether somebody may get in, and under which epoch: whatever raises it without asking what was proven.

export function signOut({ id: userId, epoch }: UserState): Act<void> {
  return { answer: undefined, change: { epoch: epoch + 1 }, fact: { type: 'signed-out.everywhere', userId } };
}

/** Whatever it opened before stays open: who was let in had the second factor as well. */
export function exposePassword(state: UserState): Act<void> {
  if (isExposed(state)) return { answer: undefined };
  const fact = { type: 'password.exposed', userId: state.id } as const;
  return { answer: undefined, change: { exposedHash: state.passwordHash }, fact };
}

/** Machine tokens know no epoch: they go one by one. */
export function disable({ id: userId, status, epoch, machineTokens }: UserState): Act<void> {
  if (status !== 'active') return { answer: undefined };
  return {
    answer: undefined,
    change: { status: 'disabled', epoch: epoch + 1, pending: undefined, machineTokens: [] },
    along: machineTokens.map(({ id: tokenId }) => ({ type: 'machine-token.revoked', userId, tokenId })),
    fact: { type: 'user.disabled', userId },
  };
}

export function enable({ id: userId, status, epoch }: UserState): Act<void> {
  if (status !== 'disabled') return { answer: undefined };
  return { answer: undefined, change: { status: 'active', epoch: epoch + 1 }, fact: { type: 'user.enabled', userId } };
}

/**
 * What is remembered is older than what has happened: nothing of it may live on, and every code that a phone has shown
 * until `now` may have been used already.
 */
export function renew({ id: userId, epoch, enrolments }: UserState, now: Date): Act<void> {
  const change = { epoch: epoch + 1, pending: undefined, enrolments: enrolments.map((each) => spentUntil(each, now)) };
  return { answer: undefined, change, fact: { type: 'user.standing-renewed', userId } };
}

function spentUntil(enrolment: Enrolment, now: Date): Enrolment {
  if (enrolment.kind !== 'totp') return enrolment;
  const step = Math.floor(now.getTime() / 1000 / enrolment.period);
  return { ...enrolment, lastStep: Math.max(enrolment.lastStep, step) };
}
