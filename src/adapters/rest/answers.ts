import { z } from 'zod';
import { languages } from '../../domain/notice/language.js';

// What leaves, as OpenAPI describes it. Clients must bear members they do not know: answers grow, never shrink.

const moment = z.date();
const factorKind = z.enum(['totp', 'backup-code']);
const assurance = z
  .enum(['aal1', 'aal2'])
  .describe('aal1: one factor was proven; aal2: two were, the second recently enough');
const amr = z.array(z.string()).readonly().describe('Authentication method references, RFC 8176');

export const factor = z.object({
  id: z.string(),
  kind: factorKind,
  label: z.string().describe("The owner's name for it"),
  enrolledAt: moment,
  lastUsedAt: moment.optional(),
});

export const session = z.object({
  id: z.string(),
  credential: z.enum(['token', 'cookie']),
  assurance,
  mfaVerified: z.boolean().describe('Whether a second factor was proven, recently enough to count'),
  amr,
  authenticatedAt: moment.describe(
    "The latest second-factor proof at aal2, else the password's; no refresh changes it",
  ),
  lastSeenAt: moment.describe('Exact to a minute'),
  expiresAt: moment.describe('When it ends if nobody uses it; using it moves this, up to a fixed end'),
  device: z.string().optional().describe('Browser and system in words, as far as they are known'),
  current: z.boolean().describe('Whether it is the session of this request'),
});

export const user = z.object({
  id: z.string(),
  email: z.string(),
  mfaEnabled: z.boolean().describe('Whether a second factor is asked for at the next login'),
  factors: z.array(factor).readonly(),
  backupCodesLeft: z.int(),
  recommendations: z
    .array(z.enum(['replace-authenticator']))
    .readonly()
    .describe('What to do next for the safety of the account; mostly nothing'),
});

export const tokens = z.object({
  accessToken: z.string().describe('Goes into `Authorization: Bearer …`'),
  accessTokenExpiresAt: moment,
  refreshToken: z.string().describe('Good for one `POST /auth/refresh`, which answers with the next'),
  refreshTokenExpiresAt: moment,
});

const deviceToken = z
  .string()
  .optional()
  .describe('Marks this device as known: keep it and send it with the next login. Only where a sign-in was completed');
const signedInParts = {
  user,
  session,
  tokens: tokens.optional().describe('Absent where the session travels as a cookie'),
  deviceToken,
  mfaDueBy: moment.optional().describe('From when on a second factor is demanded, where none is enrolled yet'),
};
export const signedIn = z.object({ status: z.literal('signed-in'), ...signedInParts });

const due = z
  .enum(['second-factor', 'enrolment'])
  .describe('What is owed: an answer, or a first authenticator where the policy demands one');
const pendingParts = {
  due,
  factors: z.array(factorKind).readonly().describe('Kinds that may answer, most wanted first'),
  hints: z
    .array(z.object({ factor: factorKind, label: z.string() }))
    .readonly()
    .describe('The first letters of what the owner calls each authenticator'),
  attemptsLeft: z.int().describe('Wrong answers left'),
  expiresAt: moment,
  answerAt: z.string().describe('Where to answer: a path of this service'),
};
/** A challenge as it is told to whoever presents it: without the token, which they have. */
export const openChallenge = z.object(pendingParts);
export const challenge = z.object({
  token: z.string().describe('Presented in the body or as Bearer where the challenge is answered, and nowhere else'),
  ...pendingParts,
});
export const posed = z.object({ status: z.enum(['mfa-required', 'enrolment-required']), challenge });

export const whoAmI = z.object({ status: z.literal('signed-in'), user, session });
export const pending = z.object({
  status: z.enum(['mfa-required', 'enrolment-required']),
  amr,
  authenticatedAt: moment,
  challenge: openChallenge,
});

export const tokenAnswer = z.object({
  authenticationStatus: z.literal('AUTHENTICATED'),
  token: z.string().describe('The access token'),
  expiresAt: moment,
  refreshToken: z.string(),
  refreshTokenExpiresAt: moment,
  deviceToken,
});
export const preAuthenticated = z.object({
  authenticationStatus: z.literal('PRE_AUTHENTICATED_MFA_REQUIRED'),
  token: z.string().describe('Opens nothing; presented as Bearer where the challenge is answered'),
  ...pendingParts,
});

export const registered = z.object({
  status: z.literal('accepted').describe('The same whether or not the address was taken: its owner hears of it'),
  email: z.string(),
});
export const addressChangeRequested = z.object({
  status: z.literal('accepted').describe('Nothing has changed yet: the link that is mailed there changes it'),
  email: z.string(),
});
export const addressConfirmed = z.object({ status: z.literal('confirmed'), email: z.string() });
export const passwordChanged = z.object({ status: z.literal('changed'), ...signedInParts });
export const passwordReset = z.object({ status: z.literal('reset').describe('Nobody is signed in by it') });
export const signInReopened = z.object({
  status: z.literal('reopened'),
  deviceToken: z.string().optional().describe('Marks this device as known; a browser keeps it in a cookie'),
});
export const accountSecured = z.object({
  status: z.literal('secured').describe('Everything has ended, and a link that sets a new password was mailed'),
});
export const signedOut = z.object({
  status: z.literal('signed-out'),
  sessionsEnded: z.int().describe('0 where nobody was signed in'),
});
export const sessions = z.object({ sessions: z.array(session).readonly().describe('Newest first') });
export const device = z.object({
  id: z.string(),
  label: z.string().optional().describe('Browser and system in words, as far as they are known'),
  firstSeenAt: moment,
  lastUsedAt: moment.describe('The last sign-in that was completed on it'),
  trustedUntil: moment.optional().describe('Until then its logins need no second factor'),
  current: z.boolean().describe('Whether the session of this request was opened on it'),
});
export const devices = z.object({ devices: z.array(device).readonly().describe('The last used first') });
export const devicesRevoked = z.object({ status: z.literal('revoked'), devicesRevoked: z.int() });
export const languageSet = z.object({ status: z.literal('set'), language: z.enum(languages) });
export const revoked = z.object({ status: z.literal('revoked'), id: z.string() });

export const totpEnrolment = z.object({
  status: z.literal('begun'),
  uri: z.string().describe('otpauth://…, what the QR code says'),
  secret: z.string().describe('Base32, for typing it in'),
  qrSvg: z.string(),
  qrPng: z.string().describe('A data: URI'),
  expiresAt: moment,
});
const backupCodes = z.array(z.string()).readonly().describe('Shown here and never again');
export const confirmed = z.object({
  status: z.literal('confirmed'),
  factor,
  backupCodes: backupCodes.optional(),
  ...signedInParts,
});
export const issued = z.object({ status: z.literal('issued'), backupCodes });
export const removed = z.object({ status: z.literal('removed'), id: z.string(), ...signedInParts });
export const renamed = z.object({ status: z.literal('renamed'), factor });
export const disabled = z.object({ status: z.literal('disabled'), factorsRemoved: z.int(), ...signedInParts });

export const machineToken = z.object({
  id: z.string(),
  label: z.string(),
  scopes: z.array(z.string()).readonly(),
  createdAt: moment,
  expiresAt: moment,
  lastUsedAt: moment.optional().describe('Exact to a minute'),
});
const machineTokens = z.array(machineToken).readonly().describe('Newest first');
export const serviceAccount = z.object({
  id: z.string(),
  label: z.string(),
  createdAt: moment,
  tokens: machineTokens,
});
export const machineTokenCreated = z.object({
  status: z.literal('created'),
  token: z.string().describe('Good for `POST /auth/machine-token` alone. Shown here and never again'),
  machineToken,
});
export const machineTokensListed = z.object({ machineTokens });
export const machineAccess = z.object({
  status: z.literal('exchanged'),
  accessToken: z
    .string()
    .describe('A JWT for other servers: `amr: ["machine"]`, `mfa_verified: false`. Here it is nobody'),
  accessTokenExpiresAt: moment,
  scopes: z.array(z.string()).readonly(),
});
export const serviceAccountOpened = z.object({ status: z.literal('created'), serviceAccount });
export const serviceAccountsListed = z.object({
  serviceAccounts: z.array(serviceAccount).readonly().describe('Newest first'),
});
export const serviceAccountClosed = z.object({ status: z.literal('removed'), id: z.string() });

export const bypassesListed = z.object({
  bypasses: z
    .array(
      z.object({
        name: z.string(),
        reason: z.string(),
        until: moment.describe('From here on the second factor is demanded again'),
        lastUsedAt: moment.optional().describe('Exact to a minute'),
      }),
    )
    .readonly()
    .describe('The first to end first'),
});
