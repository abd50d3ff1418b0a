// Written by `npm run client` from schema.graphql and the operations beside this file.
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Whom to look for; all of what is given must fit. */
export type AccountFilter = {
  readonly role?: Role | null | undefined;
  /** Everybody but the deleted where it is left out. */
  readonly status?: AccountStatus | null | undefined;
  /** Some characters of the address. */
  readonly text?: string | null | undefined;
};
export type AccountInput = {
  /** Of the user. */
  readonly id: string;
};
/** How an account stands. */
export type AccountStatus =
  | 'ACTIVE'
  /** Nothing is left of it but the id. */
  | 'DELETED'
  | 'DISABLED';
/** In what right somebody acted. */
export type ActorKind =
  /** At the command line. */
  | 'OPERATOR'
  /** By a role. */
  | 'USER';
/** Derived from what was proven, never stored as a flag (NIST SP 800-63B-4). */
export type AssuranceLevel =
  /** One factor was proven. */
  | 'AAL1'
  /** Two factors were proven, the second one recently enough. */
  | 'AAL2';
/** What to look for in the audit log; all of what is given must fit. */
export type AuditFilter = {
  /** Who acted by a role: the id of a user, or `operator`. */
  readonly actor?: string | null | undefined;
  /** The client's address, exactly. */
  readonly address?: string | null | undefined;
  /** From then on. */
  readonly from?: string | null | undefined;
  /** Such as `sign-in.refused`; docs/audit.md lists them. */
  readonly kind?: ReadonlyArray<string> | null | undefined;
  readonly outcome?: AuditOutcome | null | undefined;
  /** Before then. */
  readonly to?: string | null | undefined;
  /** Whom it is about. */
  readonly user?: string | null | undefined;
};
/** How what was tried came out. */
export type AuditOutcome =
  | 'FAILURE'
  /** Something was asked; the answer is an entry of its own. */
  | 'PENDING'
  | 'SUCCESS';
export type ChangeAddressInput = {
  readonly email: string;
};
export type ChangePasswordInput = {
  readonly current: string;
  readonly next: string;
};
export type ChangeRoleInput = {
  /** Of the user. */
  readonly id: string;
  readonly role: Role;
};
export type ConfirmAddressInput = {
  readonly code: string;
};
export type ConfirmTotpInput = {
  /** What the new authenticator shows. */
  readonly code: string;
  /** From `MfaEnrolmentRequired`, where there is no session yet. */
  readonly enrolmentToken?: string | null | undefined;
  /** The owner's name for it, at most 64 characters. */
  readonly label?: string | null | undefined;
};
export type CreateMachineTokenInput = {
  /** Days until it expires, 1 to 365. */
  readonly days: number;
  /** A name to know it by; at most 64 characters. */
  readonly label?: string | null | undefined;
  /** What it may do: names with one space between, such as `reports:read`. */
  readonly scope: string;
  /** One of `User.serviceAccounts`; left out, it acts in your own name. */
  readonly serviceAccount?: string | null | undefined;
};
export type CreateServiceAccountInput = {
  /** A name to know it by; at most 64 characters. */
  readonly label?: string | null | undefined;
};
export type CreateWebhookInput = {
  /** Whether the client's address and device go along. */
  readonly includesClient?: boolean;
  /** Such as `sign-in.refused`; left out: all. See docs/audit.md. */
  readonly kinds?: ReadonlyArray<string> | null | undefined;
  /** https, with a public address. */
  readonly url: string;
};
/** How a signed-in session travels. */
export type CredentialKind =
  /** An HttpOnly session cookie. For browsers. */
  | 'COOKIE'
  /** A JWT access token and a refresh token, in the body of the answer. */
  | 'TOKEN';
/** What became of a delivery. */
export type DeliveryStatus =
  /** It failed, and is not tried again until it is replayed. */
  | 'DEAD'
  | 'DELIVERED'
  /** It failed, and is tried again at `nextAt`. */
  | 'WAITING';
export type EnrolTotpInput = {
  /** From `MfaEnrolmentRequired`, where there is no session yet. */
  readonly enrolmentToken?: string | null | undefined;
};
export type ExchangeMachineTokenInput = {
  /** As it was shown when it was made. */
  readonly token: string;
};
/** A kind of second factor. */
export type FactorKind =
  /** One of the codes shown when the first authenticator was confirmed; each works once. */
  | 'BACKUP_CODE'
  /** A WebAuthn credential. Not offered yet; an answer of this kind is an `InvalidCode`. */
  | 'PASSKEY'
  /** Six digits from an authenticator app, new every 30 seconds (RFC 6238). */
  | 'TOTP';
/** What people are written to in. */
export type Language =
  /** German. */
  | 'DE'
  /** English. */
  | 'EN';
export type LoginInput = {
  readonly credential?: CredentialKind;
  /** From an earlier sign-in on this device (TOKEN clients; browsers carry it in a cookie). */
  readonly deviceToken?: string | null | undefined;
  readonly email: string;
  readonly password: string;
};
/** With a refresh token a session ends even where the access token has expired. A pending challenge is dropped too. */
export type LogoutInput = {
  /** End all of the user's sessions, on every device. */
  readonly everywhere?: boolean;
  readonly refreshToken?: string | null | undefined;
};
/** What is wrong with a machine credential somebody wants to make. */
export type MachineTokenProblem =
  /** Not a whole number of days, from 1 to as many as the policy allows. */
  | 'BAD_LIFETIME'
  /** Not 1 to 20 different scopes with one space between (RFC 6749 §3.3), or one that is reserved. */
  | 'BAD_SCOPE'
  /** There are as many as allowed: end one first. */
  | 'TOO_MANY';
export type MailedCodeInput = {
  /** From the link that was mailed: what stands behind `code=`. */
  readonly code: string;
};
/** Whether a second factor is asked for. */
export type MfaDemand =
  /** Nobody is asked, and nobody can enrol. */
  | 'OFF'
  /** Who has enrolled one is asked for it. */
  | 'OPTIONAL'
  /** Who has none must enrol one before they are signed in. */
  | 'REQUIRED';
/** Why something is not allowed as things are. */
export type NotAllowedReason =
  /** The policy allows no second factor, or none of this kind. */
  | 'FORBIDDEN_BY_POLICY'
  /** There is no second factor; enrol one first. */
  | 'NO_FACTOR'
  /** Accounts are made by an administrator here. */
  | 'REGISTRATION_CLOSED'
  /** A second factor is mandatory here: the last one stays. */
  | 'REQUIRED_BY_POLICY'
  /** Remove one first. */
  | 'TOO_MANY_FACTORS';
/** Why a password cannot be used. */
export type PasswordProblem =
  /** Known from a breach. */
  | 'BREACHED'
  /** One of the passwords everybody tries first. */
  | 'COMMON'
  /** It contains the e-mail address. */
  | 'CONTAINS_ADDRESS'
  /** More than 1 KiB in UTF-8, or not well-formed Unicode. */
  | 'TOO_LONG'
  /** Too few characters, counted in Unicode code points. */
  | 'TOO_SHORT';
/** What is wrong with a policy somebody wants to set. */
export type PolicyProblem =
  /** From 5 minutes to 30 days. */
  | 'BAD_AGE'
  /** A role or a user, not both. */
  | 'BAD_TARGET'
  /** A deadline belongs to `REQUIRED`. */
  | 'DEADLINE_WITHOUT_DEMAND'
  /** With backup codes alone nobody could enrol. */
  | 'NO_AUTHENTICATOR'
  /** Call `removePolicy` to take an entry back. */
  | 'SAYS_NOTHING'
  /** No such factor can be enrolled here. */
  | 'UNAVAILABLE_FACTOR';
/** What is left out is left to whatever else is said of them. */
export type PolicyRulesInput = {
  /** Kinds that may be enrolled and asked for. */
  readonly factors?: ReadonlyArray<FactorKind> | null | undefined;
  readonly mfa?: MfaDemand | null | undefined;
  /** Seconds that a second factor counts for: 300 to 2592000. */
  readonly mfaAge?: number | null | undefined;
  /** From when on `REQUIRED` demands; at once where it is left out. Until then sign-ins tell `mfaDueBy`. */
  readonly mfaDueBy?: string | null | undefined;
  /** Whether a device may skip the second factor for a while. */
  readonly trustedDevices?: boolean | null | undefined;
};
/** Whom an entry of the policy is about. Of two that say something the later one in this list holds. */
export type PolicyScope =
  /** The environment the service was started with. */
  | 'DEPLOYMENT'
  | 'EVERYBODY'
  /** Of several roles the strictest entry holds. */
  | 'ROLE'
  | 'USER';
/** Whom it is about: a role or a user; everybody where neither is given. */
export type PolicyTarget = {
  readonly role?: Role | null | undefined;
  readonly user?: string | null | undefined;
};
export type RefreshSessionInput = {
  readonly refreshToken: string;
};
export type RegisterInput = {
  readonly email: string;
  readonly password: string;
};
export type RemoveFactorInput = {
  /** From `User.factors`. */
  readonly id: string;
};
export type RemoveServiceAccountInput = {
  /** From `User.serviceAccounts`. */
  readonly id: string;
};
export type RenameFactorInput = {
  /** From `User.factors`. */
  readonly id: string;
  /** The owner's name for it, at most 64 characters. */
  readonly label: string;
};
export type ReopenSignInInput = {
  /** From the link that was mailed: what stands behind `code=`. */
  readonly code: string;
  /** How this device will be known: by a token of its own, or by a cookie. */
  readonly credential?: CredentialKind;
};
export type ReplayDeadLetterInput = {
  readonly fact: string;
  readonly subscriber: string;
};
export type ReplayWebhookInput = {
  /** One delivery, taken or not; left out: every dead one. */
  readonly fact?: string | null | undefined;
  readonly id: string;
};
export type RequestPasswordResetInput = {
  readonly email: string;
};
export type ResetPasswordInput = {
  /** From the link that was mailed: what stands behind `code=`. */
  readonly code: string;
  readonly password: string;
};
export type RevokeMachineTokenInput = {
  /** From `User.machineTokens` or `ServiceAccount.tokens`. */
  readonly id: string;
};
export type RevokeSessionInput = {
  /** Of one of the own sessions. */
  readonly id: string;
};
export type RevokeTrustedDeviceInput = {
  /** Of one of the own devices, trusted or only known. */
  readonly id: string;
};
/** What somebody may do beyond their own account. */
export type Role =
  /** Looks after users and policy. */
  | 'ADMIN'
  /** Reads what happened, and changes nothing. */
  | 'AUDITOR';
export type SetLanguageInput = {
  readonly language: Language;
};
export type StepUpInput = {
  readonly assurance?: AssuranceLevel;
  /** Taken where no second factor is enrolled, or AAL1 is enough. */
  readonly password?: string | null | undefined;
};
export type VerifyMfaInput = {
  /** May be left out where a pending cookie carries the challenge; then the newest is meant. */
  readonly challengeToken?: string | null | undefined;
  /** Spaces and hyphens are passed over. */
  readonly code?: string | null | undefined;
  readonly factor: FactorKind;
  /** Let this device skip the second factor for a while, where the policy allows it. */
  readonly trustDevice?: boolean;
};
export type WebhookInput = {
  readonly id: string;
};
/** What is wrong with a webhook somebody wants to have. */
export type WebhookProblem =
  /** No https URL of at most 2,048 characters, or one with a password or a fragment. */
  | 'MALFORMED_URL'
  /** Not encrypted: for this machine alone, and never in production. */
  | 'PLAIN_HTTP'
  /** An address that only this machine can reach: see WEBHOOK_ALLOW_PRIVATE. */
  | 'PRIVATE_ADDRESS'
  /** There are as many as allowed: remove one first. */
  | 'TOO_MANY'
  /** A kind of fact that there is not, or an empty list: leave it out for all of them. */
  | 'UNKNOWN_KIND';
/** Whether it is told. */
export type WebhookStanding =
  /** Its receiver answered 410. What happens meanwhile waits for `resumeWebhook`. */
  | 'GONE'
  | 'ON'
  /** By an administrator. What happens meanwhile waits. */
  | 'PAUSED';
export type MeQueryVariables = Exact<{ [key: string]: never; }>;
export type MeQuery = { readonly me: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> } | null };
export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;
export type SessionsQuery = { readonly me: { readonly id: string, readonly sessions: ReadonlyArray<{ readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }> } | null };
export type SetLanguageMutationVariables = Exact<{
  input: SetLanguageInput;
}>;
export type SetLanguageMutation = { readonly setLanguage:
    | { readonly __typename: 'LanguageSet', readonly language: Language }
    | { readonly __typename: 'SessionEnded', readonly message: string }
   };
export type HappenedFragment = { readonly id: string, readonly at: string, readonly kind: string, readonly outcome: AuditOutcome, readonly reason: string | null, readonly user: string | null, readonly address: string | null, readonly device: string | null, readonly correlationId: string, readonly actor: { readonly kind: ActorKind, readonly user: string | null } | null, readonly details: ReadonlyArray<{ readonly name: string, readonly value: string }> };
export type PageEndsFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };
export type AuditLogQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
}>;
export type AuditLogQuery = { readonly auditLog:
    | { readonly __typename: 'AuditConnection', readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly at: string, readonly kind: string, readonly outcome: AuditOutcome, readonly reason: string | null, readonly user: string | null, readonly address: string | null, readonly device: string | null, readonly correlationId: string, readonly actor: { readonly kind: ActorKind, readonly user: string | null } | null, readonly details: ReadonlyArray<{ readonly name: string, readonly value: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PageRejected', readonly message: string }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type ActivityQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;
export type ActivityQuery = { readonly me: { readonly id: string, readonly activity: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly at: string, readonly kind: string, readonly outcome: AuditOutcome, readonly address: string | null, readonly device: string | null, readonly byAdministrator: boolean } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null } | null };
export type MfaUsageQueryVariables = Exact<{
  from: string;
  to: string;
}>;
export type MfaUsageQuery = { readonly mfaUsage:
    | { readonly __typename: 'MfaUsage', readonly users: number, readonly usersWithoutFactor: number, readonly challengesAsked: number, readonly challengesExpired: number, readonly enrolmentsDemanded: number, readonly usersByFactor: ReadonlyArray<{ readonly factor: FactorKind, readonly users: number }>, readonly passed: ReadonlyArray<{ readonly of: string, readonly count: number }>, readonly refused: ReadonlyArray<{ readonly of: string, readonly count: number }>, readonly poolsClosed: ReadonlyArray<{ readonly of: string, readonly count: number }>, readonly bypassesUsed: ReadonlyArray<{ readonly of: string, readonly count: number }> }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type GrantRoleMutationVariables = Exact<{
  input: ChangeRoleInput;
}>;
export type GrantRoleMutation = { readonly grantRole:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleChanged', readonly id: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type WithdrawRoleMutationVariables = Exact<{
  input: ChangeRoleInput;
}>;
export type WithdrawRoleMutation = { readonly withdrawRole:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'OwnRole', readonly message: string }
    | { readonly __typename: 'RoleChanged', readonly id: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type KnownDeviceFragment = { readonly id: string, readonly label: string | null, readonly firstSeenAt: string, readonly lastUsedAt: string, readonly trustedUntil: string | null, readonly current: boolean };
export type DevicesQueryVariables = Exact<{ [key: string]: never; }>;
export type DevicesQuery = { readonly me: { readonly id: string, readonly devices: ReadonlyArray<{ readonly id: string, readonly label: string | null, readonly firstSeenAt: string, readonly lastUsedAt: string, readonly trustedUntil: string | null, readonly current: boolean }> } | null };
export type RevokeTrustedDeviceMutationVariables = Exact<{
  input: RevokeTrustedDeviceInput;
}>;
export type RevokeTrustedDeviceMutation = { readonly revokeTrustedDevice:
    | { readonly __typename: 'DeviceNotFound', readonly message: string }
    | { readonly __typename: 'DeviceRevoked', readonly id: string }
    | { readonly __typename: 'SessionEnded', readonly message: string }
   };
export type RevokeAllTrustedDevicesMutationVariables = Exact<{ [key: string]: never; }>;
export type RevokeAllTrustedDevicesMutation = { readonly revokeAllTrustedDevices:
    | { readonly __typename: 'DevicesRevoked', readonly devicesRevoked: number }
    | { readonly __typename: 'SessionEnded', readonly message: string }
   };
export type EnrolTotpMutationVariables = Exact<{
  input?: EnrolTotpInput | null | undefined;
}>;
export type EnrolTotpMutation = { readonly enrolTotp:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'TotpEnrolment', readonly secret: string, readonly uri: string, readonly qrSvg: string, readonly qrPng: string, readonly expiresAt: string }
   };
export type ConfirmTotpMutationVariables = Exact<{
  input: ConfirmTotpInput;
}>;
export type ConfirmTotpMutation = { readonly confirmTotp:
    | { readonly __typename: 'EnrolmentNotFound', readonly message: string }
    | { readonly __typename: 'FactorConfirmed', readonly backupCodes: ReadonlyArray<string> | null, readonly factor: { readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }, readonly authenticated: { readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null } }
    | { readonly __typename: 'InvalidCode', readonly message: string, readonly attemptsLeft: number, readonly nextCodeAt: string | null }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type RemoveFactorMutationVariables = Exact<{
  input: RemoveFactorInput;
}>;
export type RemoveFactorMutation = { readonly removeFactor:
    | { readonly __typename: 'FactorNotFound', readonly message: string }
    | { readonly __typename: 'FactorRemoved', readonly id: string, readonly mfaEnabled: boolean, readonly authenticated: { readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null } }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type RenameFactorMutationVariables = Exact<{
  input: RenameFactorInput;
}>;
export type RenameFactorMutation = { readonly renameFactor:
    | { readonly __typename: 'FactorNotFound', readonly message: string }
    | { readonly __typename: 'FactorRenamed', readonly factor: { readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null } }
    | { readonly __typename: 'SessionEnded', readonly message: string }
   };
export type RegenerateBackupCodesMutationVariables = Exact<{ [key: string]: never; }>;
export type RegenerateBackupCodesMutation = { readonly regenerateBackupCodes:
    | { readonly __typename: 'BackupCodes', readonly codes: ReadonlyArray<string> }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type DisableMfaMutationVariables = Exact<{ [key: string]: never; }>;
export type DisableMfaMutation = { readonly disableMfa:
    | { readonly __typename: 'MfaDisabled', readonly factorsRemoved: number, readonly authenticated: { readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null } }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type OwnedMachineTokenFragment = { readonly id: string, readonly label: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null };
export type OwnedServiceAccountFragment = { readonly id: string, readonly label: string, readonly createdAt: string, readonly tokens: ReadonlyArray<{ readonly id: string, readonly label: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null }> };
export type MachinesQueryVariables = Exact<{ [key: string]: never; }>;
export type MachinesQuery = { readonly me: { readonly id: string, readonly machineTokens: ReadonlyArray<{ readonly id: string, readonly label: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null }>, readonly serviceAccounts: ReadonlyArray<{ readonly id: string, readonly label: string, readonly createdAt: string, readonly tokens: ReadonlyArray<{ readonly id: string, readonly label: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null }> }> } | null };
export type CreateMachineTokenMutationVariables = Exact<{
  input: CreateMachineTokenInput;
}>;
export type CreateMachineTokenMutation = { readonly createMachineToken:
    | { readonly __typename: 'MachineCredentialNotFound', readonly message: string }
    | { readonly __typename: 'MachineCredentialRejected', readonly message: string, readonly problem: MachineTokenProblem }
    | { readonly __typename: 'MachineTokenCreated', readonly token: string, readonly machineToken: { readonly id: string, readonly label: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null } }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type RevokeMachineTokenMutationVariables = Exact<{
  input: RevokeMachineTokenInput;
}>;
export type RevokeMachineTokenMutation = { readonly revokeMachineToken:
    | { readonly __typename: 'MachineCredentialNotFound', readonly message: string }
    | { readonly __typename: 'MachineTokenRevoked', readonly id: string }
    | { readonly __typename: 'SessionEnded', readonly message: string }
   };
export type ExchangeMachineTokenMutationVariables = Exact<{
  input: ExchangeMachineTokenInput;
}>;
export type ExchangeMachineTokenMutation = { readonly exchangeMachineToken:
    | { readonly __typename: 'InvalidMachineToken', readonly message: string }
    | { readonly __typename: 'MachineAccess', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly scopes: ReadonlyArray<string> }
   };
export type CreateServiceAccountMutationVariables = Exact<{
  input?: CreateServiceAccountInput | null | undefined;
}>;
export type CreateServiceAccountMutation = { readonly createServiceAccount:
    | { readonly __typename: 'MachineCredentialRejected', readonly message: string, readonly problem: MachineTokenProblem }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'ServiceAccountCreated', readonly serviceAccount: { readonly id: string, readonly label: string, readonly createdAt: string, readonly tokens: ReadonlyArray<{ readonly id: string, readonly label: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null }> } }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
   };
export type RemoveServiceAccountMutationVariables = Exact<{
  input: RemoveServiceAccountInput;
}>;
export type RemoveServiceAccountMutation = { readonly removeServiceAccount:
    | { readonly __typename: 'MachineCredentialNotFound', readonly message: string }
    | { readonly __typename: 'ServiceAccountRemoved', readonly id: string }
    | { readonly __typename: 'SessionEnded', readonly message: string }
   };
export type BypassesQueryVariables = Exact<{ [key: string]: never; }>;
export type BypassesQuery = { readonly bypasses: ReadonlyArray<{ readonly name: string, readonly reason: string, readonly until: string, readonly lastUsedAt: string | null }> | null };
export type AccountStandingFragment = { readonly backupCodesLeft: number, readonly email: string, readonly emailVerifiedAt: string | null, readonly hasPassword: boolean, readonly id: string, readonly mfaResetDueAt: string | null, readonly registeredAt: string, readonly roles: ReadonlyArray<Role>, readonly status: AccountStatus, readonly factors: ReadonlyArray<{ readonly enrolledAt: string, readonly id: string, readonly kind: FactorKind, readonly label: string, readonly lastUsedAt: string | null }> };
export type AccountsQueryVariables = Exact<{
  after?: string | null | undefined;
  filter?: AccountFilter | null | undefined;
  first?: number | null | undefined;
}>;
export type AccountsQuery = { readonly accounts:
    | { readonly __typename: 'AccountConnection', readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly backupCodesLeft: number, readonly email: string, readonly emailVerifiedAt: string | null, readonly hasPassword: boolean, readonly id: string, readonly mfaResetDueAt: string | null, readonly registeredAt: string, readonly roles: ReadonlyArray<Role>, readonly status: AccountStatus, readonly factors: ReadonlyArray<{ readonly enrolledAt: string, readonly id: string, readonly kind: FactorKind, readonly label: string, readonly lastUsedAt: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PageRejected', readonly message: string }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
   };
export type AccountQueryVariables = Exact<{
  id: string;
}>;
export type AccountQuery = { readonly account:
    | { readonly __typename: 'AccountDetails', readonly of: { readonly backupCodesLeft: number, readonly email: string, readonly emailVerifiedAt: string | null, readonly hasPassword: boolean, readonly id: string, readonly mfaResetDueAt: string | null, readonly registeredAt: string, readonly roles: ReadonlyArray<Role>, readonly status: AccountStatus, readonly factors: ReadonlyArray<{ readonly enrolledAt: string, readonly id: string, readonly kind: FactorKind, readonly label: string, readonly lastUsedAt: string | null }> }, readonly open: ReadonlyArray<{ readonly amr: ReadonlyArray<string>, readonly assurance: AssuranceLevel, readonly authenticatedAt: string, readonly credential: CredentialKind, readonly current: boolean, readonly device: string | null, readonly expiresAt: string, readonly id: string, readonly lastSeenAt: string, readonly mfaVerified: boolean }>, readonly policy: { readonly askedFor: ReadonlyArray<FactorKind>, readonly id: string, readonly mustEnrol: boolean, readonly mustEnrolFrom: string | null, readonly factorsBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly mfaAgeBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly mfaBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly rules: { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null }, readonly trustedDevicesBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope } } }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type DisableUserMutationVariables = Exact<{
  input: AccountInput;
}>;
export type DisableUserMutation = { readonly disableUser:
    | { readonly __typename: 'LastAdmin', readonly message: string }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserDisabled', readonly id: string }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type EnableUserMutationVariables = Exact<{
  input: AccountInput;
}>;
export type EnableUserMutation = { readonly enableUser:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserEnabled', readonly id: string }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type UnlockUserMutationVariables = Exact<{
  input: AccountInput;
}>;
export type UnlockUserMutation = { readonly unlockUser:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
    | { readonly __typename: 'UserUnlocked', readonly id: string }
   };
export type EndUserSessionsMutationVariables = Exact<{
  input: AccountInput;
}>;
export type EndUserSessionsMutation = { readonly endUserSessions:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
    | { readonly __typename: 'UserSessionsEnded', readonly id: string }
   };
export type ResetUserMfaMutationVariables = Exact<{
  input: AccountInput;
}>;
export type ResetUserMfaMutation = { readonly resetUserMfa:
    | { readonly __typename: 'MfaResetAsked', readonly dueAt: string, readonly id: string }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'NothingToReset', readonly message: string }
    | { readonly __typename: 'OwnAccount', readonly message: string }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type DeadLettersQueryVariables = Exact<{ [key: string]: never; }>;
export type DeadLettersQuery = { readonly deadLetters:
    | { readonly __typename: 'DeadLetters', readonly letters: ReadonlyArray<{ readonly at: string, readonly fact: string, readonly kind: string, readonly subscriber: string, readonly tries: number, readonly user: string | null, readonly why: string }> }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
   };
export type ReplayDeadLetterMutationVariables = Exact<{
  input: ReplayDeadLetterInput;
}>;
export type ReplayDeadLetterMutation = { readonly replayDeadLetter:
    | { readonly __typename: 'DeadLetterNotFound', readonly message: string }
    | { readonly __typename: 'DeadLetterReplayed', readonly fact: string }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
   };
export type PolicySaidFragment = { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null };
export type PolicyDecidedByFragment = { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope };
export type PolicyHeldFragment = { readonly askedFor: ReadonlyArray<FactorKind>, readonly id: string, readonly mustEnrol: boolean, readonly mustEnrolFrom: string | null, readonly factorsBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly mfaAgeBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly mfaBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly rules: { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null }, readonly trustedDevicesBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope } };
export type PoliciesQueryVariables = Exact<{ [key: string]: never; }>;
export type PoliciesQuery = { readonly policies:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PolicyOverview', readonly byRole: ReadonlyArray<{ readonly role: Role, readonly rules: { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null } }>, readonly deployment: { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null }, readonly everybody: { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null } | null }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
   };
export type ExplainPolicyQueryVariables = Exact<{
  user: string;
}>;
export type ExplainPolicyQuery = { readonly explainPolicy:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PolicyExplanation', readonly askedFor: ReadonlyArray<FactorKind>, readonly id: string, readonly mustEnrol: boolean, readonly mustEnrolFrom: string | null, readonly factorsBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly mfaAgeBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly mfaBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope }, readonly rules: { readonly factors: ReadonlyArray<FactorKind> | null, readonly mfa: MfaDemand | null, readonly mfaAge: number | null, readonly mfaDueBy: string | null, readonly trustedDevices: boolean | null }, readonly trustedDevicesBy: { readonly roles: ReadonlyArray<Role>, readonly scope: PolicyScope } }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type DryRunPolicyQueryVariables = Exact<{
  rules?: PolicyRulesInput | null | undefined;
  target?: PolicyTarget | null | undefined;
}>;
export type DryRunPolicyQuery = { readonly dryRunPolicy:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PolicyReach', readonly concerned: number, readonly locksOut: boolean, readonly released: number, readonly toEnrolLater: number, readonly toEnrolNow: number, readonly users: number, readonly byRole: ReadonlyArray<{ readonly role: Role | null, readonly toEnrol: number, readonly users: number }> }
    | { readonly __typename: 'PolicyRejected', readonly message: string, readonly problem: PolicyProblem }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type SetPolicyMutationVariables = Exact<{
  rules: PolicyRulesInput;
  target?: PolicyTarget | null | undefined;
}>;
export type SetPolicyMutation = { readonly setPolicy:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PolicyChanged', readonly changed: boolean }
    | { readonly __typename: 'PolicyLocksOut', readonly message: string }
    | { readonly __typename: 'PolicyRejected', readonly message: string, readonly problem: PolicyProblem }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type RemovePolicyMutationVariables = Exact<{
  target?: PolicyTarget | null | undefined;
}>;
export type RemovePolicyMutation = { readonly removePolicy:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PolicyChanged', readonly changed: boolean }
    | { readonly __typename: 'PolicyLocksOut', readonly message: string }
    | { readonly __typename: 'PolicyRejected', readonly message: string, readonly problem: PolicyProblem }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly maxAge: number | null, readonly message: string, readonly requiredAssurance: AssuranceLevel }
    | { readonly __typename: 'UserNotFound', readonly message: string }
   };
export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;
export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'InvalidCredentials', readonly message: string }
    | { readonly __typename: 'PasswordChanged', readonly authenticated: { readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null } }
    | { readonly __typename: 'PasswordRejected', readonly message: string, readonly problem: PasswordProblem }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;
export type RequestPasswordResetMutation = { readonly requestPasswordReset:
    | { readonly __typename: 'EmailRejected', readonly message: string }
    | { readonly __typename: 'PasswordResetRequested', readonly email: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;
export type ResetPasswordMutation = { readonly resetPassword:
    | { readonly __typename: 'InvalidCode', readonly message: string, readonly attemptsLeft: number, readonly nextCodeAt: string | null }
    | { readonly __typename: 'PasswordRejected', readonly message: string, readonly problem: PasswordProblem }
    | { readonly __typename: 'PasswordReset', readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type ChangeAddressMutationVariables = Exact<{
  input: ChangeAddressInput;
}>;
export type ChangeAddressMutation = { readonly changeAddress:
    | { readonly __typename: 'AddressChangeRequested', readonly email: string }
    | { readonly __typename: 'EmailRejected', readonly message: string }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type ReopenSignInMutationVariables = Exact<{
  input: ReopenSignInInput;
}>;
export type ReopenSignInMutation = { readonly reopenSignIn:
    | { readonly __typename: 'InvalidCode', readonly message: string, readonly attemptsLeft: number, readonly nextCodeAt: string | null }
    | { readonly __typename: 'SignInReopened', readonly message: string, readonly deviceToken: string | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type ThisWasNotMeMutationVariables = Exact<{
  input: MailedCodeInput;
}>;
export type ThisWasNotMeMutation = { readonly thisWasNotMe:
    | { readonly __typename: 'AccountSecured', readonly message: string }
    | { readonly __typename: 'InvalidCode', readonly message: string, readonly attemptsLeft: number, readonly nextCodeAt: string | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;
export type RegisterMutation = { readonly register:
    | { readonly __typename: 'EmailRejected', readonly message: string }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'PasswordRejected', readonly message: string, readonly problem: PasswordProblem }
    | { readonly __typename: 'RegistrationAccepted', readonly email: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type ConfirmAddressMutationVariables = Exact<{
  input: ConfirmAddressInput;
}>;
export type ConfirmAddressMutation = { readonly confirmAddress:
    | { readonly __typename: 'AddressConfirmed', readonly email: string }
    | { readonly __typename: 'InvalidCode', readonly message: string, readonly attemptsLeft: number, readonly nextCodeAt: string | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;
export type RefreshSessionMutation = { readonly refreshSession:
    | { readonly __typename: 'Authenticated', readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null }
    | { readonly __typename: 'MfaEnrolmentRequired', readonly enrolmentToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly expiresAt: string }
    | { readonly __typename: 'MfaRequired', readonly challengeToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly attemptsLeft: number, readonly expiresAt: string }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type StepUpMutationVariables = Exact<{
  input: StepUpInput;
}>;
export type StepUpMutation = { readonly stepUp:
    | { readonly __typename: 'Authenticated', readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null }
    | { readonly __typename: 'InvalidCredentials', readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly challengeToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly attemptsLeft: number, readonly expiresAt: string }
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type LogoutMutationVariables = Exact<{
  input?: LogoutInput | null | undefined;
}>;
export type LogoutMutation = { readonly logout: { readonly sessionsEnded: number } };
export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;
export type RevokeSessionMutation = { readonly revokeSession:
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'SessionNotFound', readonly message: string }
    | { readonly __typename: 'SessionRevoked', readonly id: string }
   };
export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;
export type LoginMutation = { readonly login:
    | { readonly __typename: 'Authenticated', readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null }
    | { readonly __typename: 'InvalidCredentials', readonly message: string }
    | { readonly __typename: 'MfaEnrolmentRequired', readonly enrolmentToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly expiresAt: string }
    | { readonly __typename: 'MfaRequired', readonly challengeToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly attemptsLeft: number, readonly expiresAt: string }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type VerifyMfaMutationVariables = Exact<{
  input: VerifyMfaInput;
}>;
export type VerifyMfaMutation = { readonly verifyMfa:
    | { readonly __typename: 'Authenticated', readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null }
    | { readonly __typename: 'ChallengeClosed', readonly message: string }
    | { readonly __typename: 'InvalidCode', readonly message: string, readonly attemptsLeft: number, readonly nextCodeAt: string | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string, readonly retryAt: string | null }
   };
export type SessionFragment = { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean };
export type PersonFragment = { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> };
export type OwnedFactorFragment = { readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null };
export type SignedInFragment = { readonly deviceToken: string | null, readonly mfaDueBy: string | null, readonly user: { readonly id: string, readonly email: string, readonly mfaEnabled: boolean, readonly backupCodesLeft: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly kind: FactorKind, readonly label: string, readonly enrolledAt: string, readonly lastUsedAt: string | null }> }, readonly session: { readonly id: string, readonly credential: CredentialKind, readonly assurance: AssuranceLevel, readonly mfaVerified: boolean, readonly amr: ReadonlyArray<string>, readonly authenticatedAt: string, readonly lastSeenAt: string, readonly expiresAt: string, readonly device: string | null, readonly current: boolean }, readonly tokens: { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string } | null };
export type ChallengeFragment = { readonly challengeToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly attemptsLeft: number, readonly expiresAt: string };
export type EnrolmentDueFragment = { readonly enrolmentToken: string, readonly factors: ReadonlyArray<FactorKind>, readonly expiresAt: string };
export type WebhookInListFragment = { readonly id: string, readonly url: string, readonly kinds: ReadonlyArray<string> | null, readonly includesClient: boolean, readonly createdAt: string, readonly standing: WebhookStanding, readonly formerSecretsUntil: ReadonlyArray<string>, readonly waiting: number, readonly dead: number, readonly deliveries: ReadonlyArray<{ readonly fact: string, readonly kind: string, readonly status: DeliveryStatus, readonly tries: number, readonly at: string, readonly code: number | null, readonly why: string | null, readonly nextAt: string | null }> };
export type WebhooksQueryVariables = Exact<{
  id?: string | null | undefined;
  deliveries?: number | null | undefined;
}>;
export type WebhooksQuery = { readonly webhooks:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'Webhooks', readonly webhooks: ReadonlyArray<{ readonly id: string, readonly url: string, readonly kinds: ReadonlyArray<string> | null, readonly includesClient: boolean, readonly createdAt: string, readonly standing: WebhookStanding, readonly formerSecretsUntil: ReadonlyArray<string>, readonly waiting: number, readonly dead: number, readonly deliveries: ReadonlyArray<{ readonly fact: string, readonly kind: string, readonly status: DeliveryStatus, readonly tries: number, readonly at: string, readonly code: number | null, readonly why: string | null, readonly nextAt: string | null }> }> }
   };
export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;
export type CreateWebhookMutation = { readonly createWebhook:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'WebhookCreated', readonly secret: string, readonly webhook: { readonly id: string, readonly url: string, readonly kinds: ReadonlyArray<string> | null, readonly includesClient: boolean, readonly createdAt: string, readonly standing: WebhookStanding, readonly formerSecretsUntil: ReadonlyArray<string>, readonly waiting: number, readonly dead: number, readonly deliveries: ReadonlyArray<{ readonly fact: string, readonly kind: string, readonly status: DeliveryStatus, readonly tries: number, readonly at: string, readonly code: number | null, readonly why: string | null, readonly nextAt: string | null }> } }
    | { readonly __typename: 'WebhookRejected', readonly message: string, readonly problem: WebhookProblem }
   };
export type RotateWebhookSecretMutationVariables = Exact<{
  input: WebhookInput;
}>;
export type RotateWebhookSecretMutation = { readonly rotateWebhookSecret:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'WebhookNotFound', readonly message: string }
    | { readonly __typename: 'WebhookSecretRotated', readonly id: string, readonly secret: string, readonly formerUntil: string }
   };
export type PauseWebhookMutationVariables = Exact<{
  input: WebhookInput;
}>;
export type PauseWebhookMutation = { readonly pauseWebhook:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'WebhookNotFound', readonly message: string }
    | { readonly __typename: 'WebhookSwitched', readonly id: string, readonly standing: WebhookStanding }
   };
export type ResumeWebhookMutationVariables = Exact<{
  input: WebhookInput;
}>;
export type ResumeWebhookMutation = { readonly resumeWebhook:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'WebhookNotFound', readonly message: string }
    | { readonly __typename: 'WebhookSwitched', readonly id: string, readonly standing: WebhookStanding }
   };
export type RemoveWebhookMutationVariables = Exact<{
  input: WebhookInput;
}>;
export type RemoveWebhookMutation = { readonly removeWebhook:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'WebhookNotFound', readonly message: string }
    | { readonly __typename: 'WebhookRemoved', readonly id: string }
   };
export type ReplayWebhookMutationVariables = Exact<{
  input: ReplayWebhookInput;
}>;
export type ReplayWebhookMutation = { readonly replayWebhook:
    | { readonly __typename: 'NotAllowed', readonly message: string, readonly reason: NotAllowedReason }
    | { readonly __typename: 'RoleRequired', readonly message: string, readonly roles: ReadonlyArray<Role> }
    | { readonly __typename: 'SessionEnded', readonly message: string }
    | { readonly __typename: 'StepUpRequired', readonly message: string, readonly requiredAssurance: AssuranceLevel, readonly maxAge: number | null }
    | { readonly __typename: 'WebhookNotFound', readonly message: string }
    | { readonly __typename: 'WebhookReplayed', readonly id: string, readonly deliveries: number }
   };
export type SetLanguageResult = SetLanguageMutation['setLanguage'];
export type GrantRoleResult = GrantRoleMutation['grantRole'];
export type WithdrawRoleResult = WithdrawRoleMutation['withdrawRole'];
export type RevokeTrustedDeviceResult = RevokeTrustedDeviceMutation['revokeTrustedDevice'];
export type RevokeAllTrustedDevicesResult = RevokeAllTrustedDevicesMutation['revokeAllTrustedDevices'];
export type EnrolTotpResult = EnrolTotpMutation['enrolTotp'];
export type ConfirmTotpResult = ConfirmTotpMutation['confirmTotp'];
export type RemoveFactorResult = RemoveFactorMutation['removeFactor'];
export type RenameFactorResult = RenameFactorMutation['renameFactor'];
export type RegenerateBackupCodesResult = RegenerateBackupCodesMutation['regenerateBackupCodes'];
export type DisableMfaResult = DisableMfaMutation['disableMfa'];
export type CreateMachineTokenResult = CreateMachineTokenMutation['createMachineToken'];
export type RevokeMachineTokenResult = RevokeMachineTokenMutation['revokeMachineToken'];
export type ExchangeMachineTokenResult = ExchangeMachineTokenMutation['exchangeMachineToken'];
export type CreateServiceAccountResult = CreateServiceAccountMutation['createServiceAccount'];
export type RemoveServiceAccountResult = RemoveServiceAccountMutation['removeServiceAccount'];
export type DisableUserResult = DisableUserMutation['disableUser'];
export type EnableUserResult = EnableUserMutation['enableUser'];
export type UnlockUserResult = UnlockUserMutation['unlockUser'];
export type EndUserSessionsResult = EndUserSessionsMutation['endUserSessions'];
export type ResetUserMfaResult = ResetUserMfaMutation['resetUserMfa'];
export type ReplayDeadLetterResult = ReplayDeadLetterMutation['replayDeadLetter'];
export type SetPolicyResult = SetPolicyMutation['setPolicy'];
export type RemovePolicyResult = RemovePolicyMutation['removePolicy'];
export type ChangePasswordResult = ChangePasswordMutation['changePassword'];
export type RequestPasswordResetResult = RequestPasswordResetMutation['requestPasswordReset'];
export type ResetPasswordResult = ResetPasswordMutation['resetPassword'];
export type ChangeAddressResult = ChangeAddressMutation['changeAddress'];
export type ReopenSignInResult = ReopenSignInMutation['reopenSignIn'];
export type ThisWasNotMeResult = ThisWasNotMeMutation['thisWasNotMe'];
export type RegisterResult = RegisterMutation['register'];
export type ConfirmAddressResult = ConfirmAddressMutation['confirmAddress'];
export type RefreshSessionResult = RefreshSessionMutation['refreshSession'];
export type StepUpResult = StepUpMutation['stepUp'];
export type RevokeSessionResult = RevokeSessionMutation['revokeSession'];
export type LoginResult = LoginMutation['login'];
export type VerifyMfaResult = VerifyMfaMutation['verifyMfa'];
export type CreateWebhookResult = CreateWebhookMutation['createWebhook'];
export type RotateWebhookSecretResult = RotateWebhookSecretMutation['rotateWebhookSecret'];
export type PauseWebhookResult = PauseWebhookMutation['pauseWebhook'];
export type ResumeWebhookResult = ResumeWebhookMutation['resumeWebhook'];
export type RemoveWebhookResult = RemoveWebhookMutation['removeWebhook'];
export type ReplayWebhookResult = ReplayWebhookMutation['replayWebhook'];
