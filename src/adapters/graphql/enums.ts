// Decorators need it, and every file with decorators comes through here first.
import type { Language as SpokenLanguage } from '../../domain/notice/language.js';
import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';

// The values are the domain's own words, so that nothing has to be translated in either direction.

export const CredentialKind = { TOKEN: 'token', COOKIE: 'cookie' } as const;
export type CredentialKind = (typeof CredentialKind)[keyof typeof CredentialKind];
registerEnumType(CredentialKind, {
  name: 'CredentialKind',
  description: 'How a signed-in session travels.',
  valuesConfig: {
    TOKEN: { description: 'A JWT access token and a refresh token, in the body of the answer.' },
    COOKIE: { description: 'An HttpOnly session cookie. For browsers.' },
  },
});

/** `passkey` is a word of the contract; no user has one until its verifier exists. */
export const FactorKind = { TOTP: 'totp', BACKUP_CODE: 'backup-code', PASSKEY: 'passkey' } as const;
export type FactorKind = (typeof FactorKind)[keyof typeof FactorKind];
registerEnumType(FactorKind, {
  name: 'FactorKind',
  description: 'A kind of second factor.',
  valuesConfig: {
    TOTP: { description: 'Six digits from an authenticator app, new every 30 seconds (RFC 6238).' },
    BACKUP_CODE: { description: 'One of the codes shown when the first authenticator was confirmed; each works once.' },
    PASSKEY: { description: 'A WebAuthn credential. Not offered yet; an answer of this kind is an `InvalidCode`.' },
  },
});

export const AssuranceLevel = { AAL1: 'aal1', AAL2: 'aal2' } as const;
export type AssuranceLevel = (typeof AssuranceLevel)[keyof typeof AssuranceLevel];
registerEnumType(AssuranceLevel, {
  name: 'AssuranceLevel',
  description: 'Derived from what was proven, never stored as a flag (NIST SP 800-63B-4).',
  valuesConfig: {
    AAL1: { description: 'One factor was proven.' },
    AAL2: { description: 'Two factors were proven, the second one recently enough.' },
  },
});

export const Language = { EN: 'en', DE: 'de' } as const satisfies Record<string, SpokenLanguage>;
export type Language = SpokenLanguage;
registerEnumType(Language, {
  name: 'Language',
  description: 'What people are written to in.',
  valuesConfig: { EN: { description: 'English.' }, DE: { description: 'German.' } },
});

export const PasswordProblem = {
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
  COMMON: 'common',
  BREACHED: 'breached',
  CONTAINS_ADDRESS: 'contains-address',
} as const;
export type PasswordProblem = (typeof PasswordProblem)[keyof typeof PasswordProblem];
registerEnumType(PasswordProblem, {
  name: 'PasswordProblem',
  description: 'Why a password cannot be used.',
  valuesConfig: {
    TOO_SHORT: { description: 'Too few characters, counted in Unicode code points.' },
    TOO_LONG: { description: 'More than 1 KiB in UTF-8, or not well-formed Unicode.' },
    COMMON: { description: 'One of the passwords everybody tries first.' },
    BREACHED: { description: 'Known from a breach.' },
    CONTAINS_ADDRESS: { description: 'It contains the e-mail address.' },
  },
});

export const NotAllowedReason = {
  REGISTRATION_CLOSED: 'registration-closed',
  TOO_MANY_FACTORS: 'too-many-factors',
  NO_FACTOR: 'no-factor',
  REQUIRED_BY_POLICY: 'required-by-policy',
  FORBIDDEN_BY_POLICY: 'forbidden-by-policy',
} as const;
export type NotAllowedReason = (typeof NotAllowedReason)[keyof typeof NotAllowedReason];
registerEnumType(NotAllowedReason, {
  name: 'NotAllowedReason',
  description: 'Why something is not allowed as things are.',
  valuesConfig: {
    REGISTRATION_CLOSED: { description: 'Accounts are made by an administrator here.' },
    TOO_MANY_FACTORS: { description: 'Remove one first.' },
    NO_FACTOR: { description: 'There is no second factor; enrol one first.' },
    REQUIRED_BY_POLICY: { description: 'A second factor is mandatory here: the last one stays.' },
    FORBIDDEN_BY_POLICY: { description: 'The policy allows no second factor, or none of this kind.' },
  },
});

export const MachineTokenProblem = {
  BAD_SCOPE: 'bad-scope',
  BAD_LIFETIME: 'bad-lifetime',
  TOO_MANY: 'too-many',
} as const;
export type MachineTokenProblem = (typeof MachineTokenProblem)[keyof typeof MachineTokenProblem];
registerEnumType(MachineTokenProblem, {
  name: 'MachineTokenProblem',
  description: 'What is wrong with a machine credential somebody wants to make.',
  valuesConfig: {
    BAD_SCOPE: {
      description: 'Not 1 to 20 different scopes with one space between (RFC 6749 §3.3), or one that is reserved.',
    },
    BAD_LIFETIME: { description: 'Not a whole number of days, from 1 to as many as the policy allows.' },
    TOO_MANY: { description: 'There are as many as allowed: end one first.' },
  },
});

export const Role = { ADMIN: 'admin', AUDITOR: 'auditor' } as const;
export type Role = (typeof Role)[keyof typeof Role];
registerEnumType(Role, {
  name: 'Role',
  description: 'What somebody may do beyond their own account.',
  valuesConfig: {
    ADMIN: { description: 'Looks after users and policy.' },
    AUDITOR: { description: 'Reads what happened, and changes nothing.' },
  },
});

export const Recommendation = { REPLACE_AUTHENTICATOR: 'replace-authenticator' } as const;
export type Recommendation = (typeof Recommendation)[keyof typeof Recommendation];
registerEnumType(Recommendation, {
  name: 'Recommendation',
  description: 'What a frontend should lead somebody to next.',
  valuesConfig: {
    REPLACE_AUTHENTICATOR: {
      description: 'A backup code stood in for an authenticator: enrol a new one, then remove the one that is lost.',
    },
  },
});

export const AuditOutcome = { SUCCESS: 'success', FAILURE: 'failure', PENDING: 'pending' } as const;
export type AuditOutcome = (typeof AuditOutcome)[keyof typeof AuditOutcome];
registerEnumType(AuditOutcome, {
  name: 'AuditOutcome',
  description: 'How what was tried came out.',
  valuesConfig: { PENDING: { description: 'Something was asked; the answer is an entry of its own.' } },
});

export const ActorKind = { USER: 'user', OPERATOR: 'operator' } as const;
export type ActorKind = (typeof ActorKind)[keyof typeof ActorKind];
registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'In what right somebody acted.',
  valuesConfig: {
    USER: { description: 'By a role.' },
    OPERATOR: { description: 'At the command line.' },
  },
});
