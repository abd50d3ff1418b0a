import { z } from 'zod';
import { languages } from '../../domain/notice/language.js';

// What comes in. A member that is not known here is refused: whoever misspells one is told, not ignored.

const password = z.string().describe('15 characters or more, 8 where a second factor is mandatory; at most 1 KiB');
const challengeToken = z
  .string()
  .optional()
  .describe('May be sent as Bearer instead, or left out where the pending cookie carries the challenge');
const code = z.string().describe('Spaces and hyphens are passed over');
const factor = z.enum(['totp', 'backup-code']);

export const language = z.strictObject({ language: z.enum(languages).describe('What mails come in') });
export const registration = z.strictObject({ email: z.string(), password });
const deviceToken = z
  .string()
  .optional()
  .describe('From an earlier sign-in on this device; browsers carry it in a cookie');
const trustDevice = z
  .boolean()
  .default(false)
  .describe('Let this device skip the second factor for a while, where the policy allows it');
export const credentials = z.strictObject({ email: z.string(), password: z.string(), deviceToken });
export const login = z.strictObject({
  email: z.string(),
  password: z.string(),
  credential: z.enum(['token', 'cookie']).default('token').describe('How the session will travel'),
  deviceToken,
});
export const answer = z.strictObject({
  challengeToken,
  factor,
  code,
  trustDevice,
});
export const tokenAnswer = z.strictObject({
  challengeToken: z.string().optional().describe('May be sent as Bearer instead'),
  code,
  factor: factor.optional().describe('Told by the shape of the code where it is left out'),
  trustDevice,
});
export const refresh = z.strictObject({ refreshToken: z.string() });
export const logout = z.strictObject({
  refreshToken: z.string().optional().describe('Ends its session even where the access token has expired'),
  everywhere: z.boolean().default(false).describe("End all of the user's sessions, on every device"),
});
export const stepUp = z.strictObject({
  assurance: z.enum(['aal1', 'aal2']).default('aal2'),
  password: z.string().optional().describe('Taken where no second factor is enrolled'),
});
const mailed = z.string().describe('From the link that was mailed: what stands behind `code=`');
export const address = z.strictObject({ email: z.string() });
export const passwordChange = z.strictObject({ current: z.string(), next: password });
export const passwordReset = z.strictObject({ code: mailed, password });
export const reopening = z.strictObject({
  code: mailed,
  credential: z.enum(['token', 'cookie']).default('token').describe('How this device will be known'),
});
export const mailedCode = z.strictObject({ code: mailed });
export const enrolment = z.strictObject({ challengeToken });
export const confirmation = z.strictObject({
  challengeToken,
  code,
  label: z.string().optional().describe("The owner's name for the authenticator"),
});
export const renaming = z.strictObject({ label: z.string().describe('At most 64 characters') });
const label = z.string().optional().describe('A name to know it by; at most 64 characters');
export const machineToken = z.strictObject({
  label,
  scope: z.string().describe('What it may do: 1 to 20 names with one space between, such as `reports:read`'),
  days: z.int().describe('Days until it expires, 1 to 365'),
  serviceAccount: z.string().optional().describe('One of your service accounts; left out, it acts in your own name'),
});
export const machineSecret = z.strictObject({ token: z.string().describe('As it was shown when it was made') });
export const serviceAccount = z.strictObject({ label });
export const nothing = z.strictObject({});
