import type { PendingEnrolment } from '../../domain/mfa/enrolment.js';
import type { AuthenticatorKind, Enrolment } from '../../domain/mfa/factors.js';
import { usualLanguage } from '../../domain/notice/language.js';
import type { MachineToken } from '../../domain/user/machine-tokens.js';
import type { UserState } from '../../domain/user/user-state.js';
import { dateIn, type Json } from './json.js';
import { rulesIn } from './policy-row.js';

/** Older rows know nothing of roles, machines, languages and devices. */
type Later = 'roles' | 'rules' | 'machineTokens' | 'serviceAccounts' | 'language' | 'deviceEra' | 'hasSignedIn';
type Stored = Omit<UserState, Later> & Partial<Pick<UserState, Later>>;

/** `users.state`, read. */
export function userState(text: string): UserState {
  const json = JSON.parse(text) as Json<Stored>;
  return {
    id: json.id,
    email: json.email,
    passwordHash: json.passwordHash,
    renewal: json.renewal,
    exposedHash: json.exposedHash,
    status: json.status,
    roles: json.roles ?? [],
    rules: json.rules && rulesIn(json.rules),
    epoch: json.epoch,
    enrolments: json.enrolments.map((each) => enrolment<Enrolment>(each)),
    pending: json.pending && pending(json.pending),
    machineTokens: (json.machineTokens ?? []).map(machineToken),
    deviceEra: json.deviceEra ?? 0,
    // Nobody knows: rather one notice too many.
    hasSignedIn: json.hasSignedIn ?? true,
    serviceAccounts: json.serviceAccounts ?? [],
    service: json.service,
    language: json.language ?? usualLanguage,
    emailVerifiedAt: dateIn(json.emailVerifiedAt),
    addressChangedAt: dateIn(json.addressChangedAt),
    mfaReset: json.mfaReset && { askedBy: json.mfaReset.askedBy, dueAt: new Date(json.mfaReset.dueAt) },
    registeredAt: new Date(json.registeredAt),
  };
}

function enrolment<E extends Enrolment>(json: Json<E>): E {
  const { enrolledAt, lastUsedAt } = json as Json<Enrolment>;
  // Every other field is plain, whatever the kind.
  return { ...json, enrolledAt: new Date(enrolledAt), lastUsedAt: dateIn(lastUsedAt) } as unknown as E;
}

const pending = (json: Json<PendingEnrolment>): PendingEnrolment => ({
  enrolment: enrolment<Enrolment<AuthenticatorKind>>(json.enrolment),
  by: json.by,
  expiresAt: new Date(json.expiresAt),
  attemptsLeft: json.attemptsLeft,
});

const machineToken = (json: Json<MachineToken>): MachineToken => ({
  ...json,
  createdAt: new Date(json.createdAt),
  expiresAt: new Date(json.expiresAt),
  lastUsedAt: dateIn(json.lastUsedAt),
});
