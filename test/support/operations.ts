// What a client sends, in the shortest form that shows what came back.

const session = '{ id credential assurance mfaVerified amr authenticatedAt lastSeenAt expiresAt device current }';
const factor = '{ __typename id kind label enrolledAt lastUsedAt }';
const user = `{ id email mfaEnabled factors ${factor} backupCodesLeft session ${session} }`;
const tokens = '{ accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }';
const authenticated = `{ __typename user ${user} session ${session} tokens ${tokens} deviceToken mfaDueBy }`;
const everything = `
  __typename
  ... on Authenticated { user ${user} session ${session} tokens ${tokens} deviceToken mfaDueBy }
  ... on MfaRequired { challengeToken factors attemptsLeft expiresAt }
  ... on MfaEnrolmentRequired { enrolmentToken factors expiresAt }
  ... on InvalidCode { message attemptsLeft nextCodeAt }
  ... on TooManyAttempts { message retryAt }
  ... on NotAllowed { message reason }
  ... on StepUpRequired { message requiredAssurance maxAge }`;
const about = (...types: string[]): string =>
  everything
    .split('\n')
    .filter((line) => !line.includes('... on') || types.some((type) => line.includes(`... on ${type} `)))
    .join('\n');

export const me = `{ me { __typename id email mfaEnabled factors ${factor} backupCodesLeft session ${session} } }`;
export const sessions = `{ me { __typename sessions ${session} } }`;
const device = '{ id label firstSeenAt lastUsedAt trustedUntil current }';
export const devices = `{ me { __typename devices ${device} trustedDevices ${device} } }`;
export const revokeTrustedDevice =
  'mutation ($input: RevokeTrustedDeviceInput!) { revokeTrustedDevice(input: $input) { __typename ... on DeviceRevoked { id } } }';
export const revokeAllTrustedDevices =
  'mutation { revokeAllTrustedDevices { __typename ... on DevicesRevoked { devicesRevoked } } }';
export const register = `mutation ($input: RegisterInput!) { register(input: $input) { ${about('TooManyAttempts', 'NotAllowed')}
  ... on RegistrationAccepted { email } ... on PasswordRejected { message problem: reason } ... on EmailRejected { message } } }`;
export const confirmAddress = `mutation ($input: ConfirmAddressInput!) { confirmAddress(input: $input) { ${about('InvalidCode')} } }`;
export const login = `mutation ($input: LoginInput!) { login(input: $input) { ${about('Authenticated', 'MfaRequired', 'MfaEnrolmentRequired', 'TooManyAttempts')} } }`;
export const verifyMfa = `mutation ($input: VerifyMfaInput!) { verifyMfa(input: $input) { ${about('Authenticated', 'InvalidCode', 'TooManyAttempts')} } }`;
export const stepUp = `mutation ($input: StepUpInput!) { stepUp(input: $input) { ${about('Authenticated', 'MfaRequired', 'NotAllowed', 'TooManyAttempts')} } }`;
export const refreshSession = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${about('Authenticated', 'MfaRequired', 'MfaEnrolmentRequired')} } }`;
export const logout = 'mutation ($input: LogoutInput) { logout(input: $input) { __typename sessionsEnded } }';
export const setLanguage =
  'mutation ($input: SetLanguageInput!) { setLanguage(input: $input) { __typename ... on LanguageSet { language } } }';
export const revokeSession =
  'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { __typename ... on SessionRevoked { id } } }';
export const enrolTotp = `mutation ($input: EnrolTotpInput) { enrolTotp(input: $input) { ${about('StepUpRequired', 'NotAllowed')}
  ... on TotpEnrolment { uri secret qrSvg qrPng expiresAt } } }`;
export const confirmTotp = `mutation ($input: ConfirmTotpInput!) { confirmTotp(input: $input) { ${about('InvalidCode', 'TooManyAttempts')}
  ... on FactorConfirmed { factor ${factor} backupCodes authenticated ${authenticated} } } }`;
export const regenerateBackupCodes = `mutation { regenerateBackupCodes { ${about('StepUpRequired', 'NotAllowed')} ... on BackupCodes { codes } } }`;
export const removeFactor = `mutation ($input: RemoveFactorInput!) { removeFactor(input: $input) { ${about('StepUpRequired', 'NotAllowed')}
  ... on FactorRemoved { id mfaEnabled authenticated ${authenticated} } } }`;
export const renameFactor = `mutation ($input: RenameFactorInput!) { renameFactor(input: $input) { __typename ... on FactorRenamed { factor ${factor} } } }`;
export const disableMfa = `mutation { disableMfa { ${about('StepUpRequired', 'NotAllowed')} ... on MfaDisabled { factorsRemoved authenticated ${authenticated} } } }`;

export const changePassword = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { ${about('StepUpRequired', 'TooManyAttempts')}
  ... on PasswordChanged { authenticated ${authenticated} } ... on PasswordRejected { message problem: reason } } }`;
export const requestPasswordReset = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { ${about('TooManyAttempts')}
  ... on PasswordResetRequested { email } ... on EmailRejected { message } } }`;
export const resetPassword = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { ${about('InvalidCode', 'TooManyAttempts')}
  ... on PasswordReset { message } ... on PasswordRejected { message problem: reason } } }`;
export const changeAddress = `mutation ($input: ChangeAddressInput!) { changeAddress(input: $input) { ${about('StepUpRequired', 'TooManyAttempts')}
  ... on AddressChangeRequested { email } ... on EmailRejected { message } } }`;
export const reopenSignIn = `mutation ($input: ReopenSignInInput!) { reopenSignIn(input: $input) { ${about('InvalidCode', 'TooManyAttempts')} ... on SignInReopened { message deviceToken } } }`;
export const thisWasNotMe = `mutation ($input: MailedCodeInput!) { thisWasNotMe(input: $input) { ${about('InvalidCode', 'TooManyAttempts')} ... on AccountSecured { message } } }`;

const machineToken = '{ id label scopes createdAt expiresAt lastUsedAt }';
export const machines = `{ me { __typename machineTokens ${machineToken} serviceAccounts { id label createdAt tokens ${machineToken} } } }`;
export const createMachineToken = `mutation ($input: CreateMachineTokenInput!) { createMachineToken(input: $input) { ${about('StepUpRequired', 'NotAllowed')}
  ... on MachineTokenCreated { machineToken ${machineToken} token } ... on MachineCredentialRejected { message problem } } }`;
export const revokeMachineToken =
  'mutation ($input: RevokeMachineTokenInput!) { revokeMachineToken(input: $input) { __typename ... on MachineTokenRevoked { id } } }';
export const exchangeMachineToken = `mutation ($input: ExchangeMachineTokenInput!) { exchangeMachineToken(input: $input) { __typename
  ... on MachineAccess { accessToken accessTokenExpiresAt scopes } } }`;
export const createServiceAccount = `mutation ($input: CreateServiceAccountInput) { createServiceAccount(input: $input) { ${about('StepUpRequired', 'NotAllowed')}
  ... on ServiceAccountCreated { serviceAccount { id label createdAt tokens ${machineToken} } } ... on MachineCredentialRejected { message problem } } }`;
export const removeServiceAccount =
  'mutation ($input: RemoveServiceAccountInput!) { removeServiceAccount(input: $input) { __typename ... on ServiceAccountRemoved { id } } }';

const admin = (operation: string, input: string): string =>
  `mutation ($input: ${input}!) { ${operation}(input: $input) { __typename } }`;
export const grantRole = admin('grantRole', 'ChangeRoleInput');
export const withdrawRole = admin('withdrawRole', 'ChangeRoleInput');
export const createWebhook = admin('createWebhook', 'CreateWebhookInput');
export const rotateWebhookSecret = admin('rotateWebhookSecret', 'WebhookInput');
export const pauseWebhook = admin('pauseWebhook', 'WebhookInput');
export const resumeWebhook = admin('resumeWebhook', 'WebhookInput');
export const removeWebhook = admin('removeWebhook', 'WebhookInput');
export const replayWebhook = admin('replayWebhook', 'ReplayWebhookInput');
export const disableUser = admin('disableUser', 'AccountInput');
export const enableUser = admin('enableUser', 'AccountInput');
export const unlockUser = admin('unlockUser', 'AccountInput');
export const endUserSessions = admin('endUserSessions', 'AccountInput');
export const resetUserMfa = admin('resetUserMfa', 'AccountInput');
export const replayDeadLetter = admin('replayDeadLetter', 'ReplayDeadLetterInput');
/** One variable of both arguments, as others have one. */
export const setPolicy = `mutation ($input: PolicyRulesInput!) { setPolicy(target: { user: "x" }, rules: $input) { __typename } }`;
export const removePolicy = 'mutation ($input: PolicyTarget) { removePolicy(target: $input) { __typename } }';
