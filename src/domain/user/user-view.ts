import type { EnrolmentId, UserId } from '../ids.js';
import { authenticatorsIn, ofKind } from '../mfa/enrolments.js';
import type { Enrolment, FactorKind } from '../mfa/factors.js';
import type { EmailAddress } from './email-address.js';
import type { Role } from './roles.js';
import type { User } from './user.js';

/** The value that leaves: what a user may see of an authenticator. */
export interface FactorView {
  readonly id: EnrolmentId;
  readonly kind: FactorKind;
  readonly label: string;
  readonly enrolledAt: Date;
  readonly lastUsedAt: Date | undefined;
}

/** The value that leaves: what a user may see of themselves. */
export interface UserView {
  readonly id: UserId;
  readonly email: EmailAddress;
  readonly roles: readonly Role[];
  readonly factors: readonly FactorView[];
  readonly backupCodesLeft: number;
}

export const factorView = ({ id, kind, label, enrolledAt, lastUsedAt }: Enrolment): FactorView => ({
  id,
  kind,
  label,
  enrolledAt,
  lastUsedAt,
});

export function userView(user: User): UserView {
  const { id, email, roles, enrolments } = user.snapshot();
  return {
    id,
    email,
    roles,
    factors: authenticatorsIn(enrolments).map(factorView),
    backupCodesLeft: ofKind(enrolments, 'backup-code').reduce((left, sheet) => left + sheet.digests.length, 0),
  };
}
