import type { UserId } from '../ids.js';
import type { PendingEnrolment } from '../mfa/enrolment.js';
import type { Enrolment } from '../mfa/factors.js';
import { usualLanguage, type Language } from '../notice/language.js';
import type { EmailAddress } from './email-address.js';
import type { MachineTokens } from './machine-tokens.js';
import type { PasswordHash, Renewal } from './password.js';
import type { Rules } from '../policies/rules.js';
import type { Role } from './roles.js';
import type { MfaReset } from './recovering.js';

export interface UserState {
  readonly id: UserId;
  readonly email: EmailAddress;
  /** A service account has none: no password is ever the right one. */
  readonly passwordHash: PasswordHash | undefined;
  /** How it came to be, where it is a new hash of the same password. */
  readonly renewal: Renewal | undefined;
  /** The hash that somebody else turned out to have the password of: while it is the current one, it signs nobody in. */
  readonly exposedHash: PasswordHash | undefined;
  /** `deleted`: nothing is left but the id, for what else may name it. */
  readonly status: 'active' | 'disabled' | 'deleted';
  /** What they may do beyond their own account; read anew with each request, so a withdrawn one is gone at once. */
  readonly roles: readonly Role[];
  /** What the policy says of them alone; it goes before whatever is said of others. */
  readonly rules: Rules | undefined;
  /** Whatever was born under another epoch is dead: challenges, sessions, device trust; not machine tokens. */
  readonly epoch: number;
  readonly enrolments: readonly Enrolment[];
  readonly pending: PendingEnrolment | undefined;
  readonly machineTokens: MachineTokens;
  /** Whoever was met under another one is a stranger: raised by what makes every device suspect. */
  readonly deviceEra: number;
  /** Every further device is news to the owner. */
  readonly hasSignedIn: boolean;
  /** Service accounts that this user owns. */
  readonly serviceAccounts: readonly UserId[];
  /** Of a service account alone. */
  readonly service: { readonly owner: UserId; readonly label: string } | undefined;
  /** What they are written to in. */
  readonly language: Language;
  /** When somebody showed that they read the mail of this address; undefined where nobody has. */
  readonly emailVerifiedAt: Date | undefined;
  readonly addressChangedAt: Date | undefined;
  readonly mfaReset: MfaReset | undefined;
  readonly registeredAt: Date;
}

/** Somebody new, who has nothing yet. */
export const newcomer = (id: UserId, email: EmailAddress, now: Date, language = usualLanguage): UserState => ({
  id,
  email,
  passwordHash: undefined,
  renewal: undefined,
  exposedHash: undefined,
  status: 'active',
  roles: [],
  rules: undefined,
  epoch: 0,
  enrolments: [],
  pending: undefined,
  machineTokens: [],
  deviceEra: 0,
  hasSignedIn: false,
  serviceAccounts: [],
  service: undefined,
  language,
  emailVerifiedAt: undefined,
  addressChangedAt: undefined,
  mfaReset: undefined,
  registeredAt: now,
});
