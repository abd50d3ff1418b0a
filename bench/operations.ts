/** The operations as a client writes them: what they ask for is what such a client needs. */
export const operations = {
  me: '{ me { id email session { mfaVerified } } }',
  login: `mutation ($input: LoginInput!) {
    login(input: $input) {
      __typename
      ... on MfaRequired { challengeToken factors attemptsLeft expiresAt }
      ... on TooManyAttempts { message retryAt }
    }
  }`,
  verifyMfa: `mutation ($input: VerifyMfaInput!) {
    verifyMfa(input: $input) {
      __typename
      ... on Authenticated { tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt } }
    }
  }`,
  refreshSession: `mutation ($input: RefreshSessionInput!) {
    refreshSession(input: $input) {
      __typename
      ... on Authenticated { tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt } }
    }
  }`,
} as const;
