import type { DomainEvent } from '../events.js';
import type { Digest, MachineTokenId, UserId } from '../ids.js';
import type { AuthPolicy } from '../policy.js';
import type { MachineTokenProblem, MachineTokenRefusal } from '../refusals.js';
import type { FreshFactor } from '../session/fresh-factor.js';
import { granted, joinedBy, presented, usedNow, without, type MachineToken, type Wish } from './machine-tokens.js';
import type { UserState } from './user-state.js';

/** What comes of something that a user does: the answer, and where it changed anything the change and its fact. */
export interface Act<T> {
  readonly answer: T;
  readonly change?: Partial<UserState>;
  /** What came along, recorded before the fact itself. */
  readonly along?: readonly DomainEvent[];
  readonly fact?: DomainEvent;
}

/** A token's id and the digest of its secret. */
export type Made = Pick<MachineToken, 'id' | 'digest'>;

/** A credential for programs, made by this user, or by the owner of this service account. */
export function grant(
  { id: userId, machineTokens, service }: UserState,
  wish: Wish,
  made: Made,
  by: FreshFactor,
  now: Date,
  policy: AuthPolicy,
): Act<MachineToken | MachineTokenProblem> {
  if (!by.isOf(service?.owner ?? userId)) throw new Error('A machine token was wanted for somebody else');
  const answer = granted(machineTokens, wish, made, now, policy);
  if (typeof answer === 'string') return { answer };
  const fact = { type: 'machine-token.created', userId, tokenId: answer.id } as const;
  return { answer, change: { machineTokens: joinedBy(machineTokens, answer, now) }, fact };
}

/** A program shows a secret. It proves no factor, and opens no session. */
export function use(
  { id: userId, status, machineTokens }: UserState,
  id: MachineTokenId,
  digest: Digest,
  now: Date,
  policy: AuthPolicy,
): Act<MachineToken | MachineTokenRefusal> {
  if (status !== 'active') return { answer: 'disabled' };
  const answer = presented(machineTokens, id, digest, now);
  const used = typeof answer === 'string' ? undefined : usedNow(answer, now, policy);
  if (!used) return { answer };
  const change = { machineTokens: machineTokens.map((each) => (each.id === id ? used : each)) };
  return { answer: used, change, fact: { type: 'machine-token.used', userId, tokenId: id } };
}

export function revoke({ id: userId, machineTokens }: UserState, id: MachineTokenId): Act<'revoked' | 'unknown'> {
  const left = without(machineTokens, id);
  if (left.length === machineTokens.length) return { answer: 'unknown' };
  const fact = { type: 'machine-token.revoked', userId, tokenId: id } as const;
  return { answer: 'revoked', change: { machineTokens: left }, fact };
}

/** Takes a service account among one's own. */
export function own(
  { id: userId, serviceAccounts }: UserState,
  accountId: UserId,
  by: FreshFactor,
  policy: AuthPolicy,
): Act<'owned' | 'too-many'> {
  if (!by.isOf(userId)) throw new Error('A service account was wanted for somebody else');
  if (serviceAccounts.length >= policy.serviceAccounts) return { answer: 'too-many' };
  const change = { serviceAccounts: [...serviceAccounts, accountId] };
  return { answer: 'owned', change, fact: { type: 'service-account.opened', userId, accountId } };
}

export function disown({ id: userId, serviceAccounts }: UserState, accountId: UserId): Act<'closed' | 'unknown'> {
  if (!serviceAccounts.includes(accountId)) return { answer: 'unknown' };
  const change = { serviceAccounts: serviceAccounts.filter((id) => id !== accountId) };
  return { answer: 'closed', change, fact: { type: 'service-account.closed', userId, accountId } };
}
