/** The GraphQL that the story sends, as a client would write it. */
const signedIn = `... on Authenticated {
      session { id assurance mfaVerified amr expiresAt }
      tokens { accessToken refreshToken }
    }`;

export const operations = {
  register: `mutation Register($email: String!, $password: String!) {
  register(input: { email: $email, password: $password }) {
    __typename
    ... on RegistrationAccepted { email }
    ... on EmailRejected { message }
    ... on PasswordRejected { message reason }
    ... on NotAllowed { message why: reason }
    ... on TooManyAttempts { message retryAt }
  }
}`,
  login: `mutation Login($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename
    ${signedIn}
    ... on MfaRequired { challengeToken factors attemptsLeft expiresAt }
    ... on MfaEnrolmentRequired { enrolmentToken factors expiresAt }
    ... on InvalidCredentials { message }
    ... on TooManyAttempts { message retryAt }
  }
}`,
  enrolTotp: `mutation EnrolTotp {
  enrolTotp {
    __typename
    ... on TotpEnrolment { uri secret expiresAt }
    ... on StepUpRequired { message requiredAssurance maxAge }
    ... on NotAllowed { message why: reason }
    ... on SessionEnded { message }
  }
}`,
  confirmTotp: `mutation ConfirmTotp($code: String!) {
  confirmTotp(input: { code: $code, label: "The demo's phone" }) {
    __typename
    ... on FactorConfirmed {
      factor { id kind label }
      backupCodes
      authenticated {
        session { id assurance mfaVerified amr expiresAt }
        tokens { accessToken refreshToken }
      }
    }
    ... on InvalidCode { message attemptsLeft nextCodeAt }
    ... on EnrolmentNotFound { message }
    ... on SessionEnded { message }
    ... on TooManyAttempts { message retryAt }
  }
}`,
  verifyMfa: `mutation VerifyMfa($challengeToken: String!, $factor: FactorKind!, $code: String!) {
  verifyMfa(input: { challengeToken: $challengeToken, factor: $factor, code: $code }) {
    __typename
    ${signedIn}
    ... on InvalidCode { message attemptsLeft nextCodeAt }
    ... on ChallengeClosed { message }
    ... on TooManyAttempts { message retryAt }
  }
}`,
  me: `query Me {
  me {
    id
    email
    mfaEnabled
    backupCodesLeft
    factors { kind label lastUsedAt }
    session { assurance mfaVerified amr authenticatedAt }
  }
}`,
  refreshSession: `mutation RefreshSession($refreshToken: String!) {
  refreshSession(input: { refreshToken: $refreshToken }) {
    __typename
    ${signedIn}
    ... on MfaRequired { challengeToken factors attemptsLeft expiresAt }
    ... on SessionEnded { message }
    ... on TooManyAttempts { message retryAt }
  }
}`,
  logout: `mutation Logout {
  logout(input: { everywhere: true }) { sessionsEnded }
}`,
} as const;

export type Operation = keyof typeof operations;
