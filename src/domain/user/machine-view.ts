import type { MachineTokenId, UserId } from '../ids.js';
import type { MachineToken } from './machine-tokens.js';
import type { Scope } from './scope.js';
import type { User } from './user.js';

/** The value that leaves: what its owner may see of a machine token. */
export interface MachineTokenView {
  readonly id: MachineTokenId;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | undefined;
}

/** The value that leaves: what its owner may see of a service account. */
export interface ServiceAccountView {
  readonly id: UserId;
  readonly label: string;
  readonly createdAt: Date;
  readonly tokens: readonly MachineTokenView[];
}

export const machineTokenView = (token: MachineToken): MachineTokenView => {
  const { id, label, scopes, createdAt, expiresAt, lastUsedAt } = token;
  return { id, label, scopes, createdAt, expiresAt, lastUsedAt };
};

/** Newest first. */
export const machineTokensOf = (user: User): readonly MachineTokenView[] =>
  user.snapshot().machineTokens.map(machineTokenView).toReversed();

export function serviceAccountView(account: User): ServiceAccountView {
  const { id, service, registeredAt } = account.snapshot();
  return { id, label: service?.label ?? '', createdAt: registeredAt, tokens: machineTokensOf(account) };
}
