import type { EnrolmentId, UserId } from '../ids.js';
import { factorLabel } from '../label.js';
import type { Enrolment, Material } from '../mfa/factors.js';
import type { EmailAddress } from './email-address.js';
import type { PasswordHash } from './password.js';
import { newcomer, type UserState } from './user-state.js';

/** Somebody as another service knew them, with what we can judge of it. */
export interface Settler {
  readonly id: UserId;
  readonly email: EmailAddress;
  readonly passwordHash: PasswordHash | undefined;
  readonly status: UserState['status'];
  readonly registeredAt: Date;
  readonly authenticators: readonly { readonly label: string | undefined; readonly made: Material<'totp'> }[];
  readonly sheet: Material<'backup-code'> | undefined;
}

/** How a settler begins here: what proved them elsewhere proves them on. A sheet without an authenticator is worth nothing. */
export function settled(settler: Settler, id: () => EnrolmentId, now: Date): UserState {
  const { authenticators, sheet, passwordHash, status } = settler;
  const enrolments: Enrolment[] = authenticators.map(({ label, made }) => {
    return { ...made, id: id(), label: factorLabel(label), enrolledAt: now, lastUsedAt: undefined };
  });
  if (sheet && enrolments.length > 0)
    enrolments.push({ ...sheet, id: id(), label: 'Backup codes', enrolledAt: now, lastUsedAt: undefined });
  return { ...newcomer(settler.id, settler.email, settler.registeredAt), passwordHash, status, enrolments };
}
