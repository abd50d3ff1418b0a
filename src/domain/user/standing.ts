import type { Enrolment } from '../mfa/factors.js';
import type { Act } from './machines.js';
import { EmailAddress } from './email-address.js';
import { isExposed } from './password.js';
import { newcomer, type UserState } from './user-state.js';

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

/** On a device that nobody knew. */
export function signedIn({ hasSignedIn }: UserState): Act<'first' | 'again'> {
  return hasSignedIn ? { answer: 'again' } : { answer: 'first', change: { hasSignedIn: true } };
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

/** Forgets the person: whatever they had ends, and their address is anybody's. For good. */
export function erase({ id: userId, status, epoch, registeredAt, machineTokens }: UserState): Act<void> {
  if (status === 'deleted') return { answer: undefined };
  const nobody = newcomer(userId, EmailAddress.gone(userId), registeredAt);
  return {
    answer: undefined,
    change: { ...nobody, status: 'deleted', epoch: epoch + 1 },
    along: machineTokens.map(({ id: tokenId }) => ({ type: 'machine-token.revoked', userId, tokenId })),
    fact: { type: 'user.deleted', userId },
  };
}

/**
 * What is remembered is older than what has happened: nothing of it may live on, and every code that a phone has shown
 * until `now` may have been used already.
 */
export function renew({ id: userId, epoch, deviceEra, enrolments }: UserState, now: Date): Act<void> {
  const change = {
    epoch: epoch + 1,
    deviceEra: deviceEra + 1,
    pending: undefined,
    enrolments: enrolments.map((each) => spentUntil(each, now)),
  };
  return { answer: undefined, change, fact: { type: 'user.standing-renewed', userId } };
}

function spentUntil(enrolment: Enrolment, now: Date): Enrolment {
  if (enrolment.kind !== 'totp') return enrolment;
  const step = Math.floor(now.getTime() / 1000 / enrolment.period);
  return { ...enrolment, lastStep: Math.max(enrolment.lastStep, step) };
}
