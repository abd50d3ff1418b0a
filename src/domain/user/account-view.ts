import type { UserId } from '../ids.js';
import type { EmailAddress } from './email-address.js';
import type { UserState } from './user-state.js';
import { userView, type FactorView } from './user-view.js';
import type { User } from './user.js';

/** The value that leaves for operators: how an account stands; nothing that proves anything. */
export interface AccountView {
  readonly id: UserId;
  readonly email: EmailAddress;
  readonly status: UserState['status'];
  readonly roles: UserState['roles'];
  readonly registeredAt: Date;
  readonly hasPassword: boolean;
  readonly emailVerifiedAt: Date | undefined;
  /** An administrator asked for it: from then on a password alone lets them in. */
  readonly mfaResetDueAt: Date | undefined;
  readonly factors: readonly FactorView[];
  readonly backupCodesLeft: number;
  readonly machineTokens: number;
  readonly serviceAccounts: number;
}

export function accountView(user: User): AccountView {
  const { status, registeredAt, passwordHash, machineTokens, serviceAccounts, emailVerifiedAt, mfaReset } =
    user.snapshot();
  return {
    ...userView(user),
    status,
    registeredAt,
    hasPassword: passwordHash !== undefined,
    emailVerifiedAt,
    mfaResetDueAt: mfaReset?.dueAt,
    machineTokens: machineTokens.length,
    serviceAccounts: serviceAccounts.length,
  };
}
