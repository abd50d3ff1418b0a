import { z } from 'zod';
import { openChallenge } from './answers.js';

const moment = z.date();
const none = z.object({});

interface Kind {
  readonly status: number;
  /** For people, and the same at every occurrence (RFC 9457 §3.1.3). */
  readonly title: string;
  /** What a machine may want to know besides (§3.2). */
  readonly members: z.ZodObject;
}

/** Every way to be refused. A kind keeps its name, its status and its members: clients switch on them. */
export const problems = {
  'invalid-request': {
    status: 400,
    title: 'The request is malformed.',
    members: z.object({
      errors: z.array(
        z.object({ pointer: z.string().describe('RFC 6901, as a fragment of the body'), detail: z.string() }),
      ),
    }),
  },
  'email-rejected': { status: 400, title: 'This is not an e-mail address.', members: none },
  'password-rejected': {
    status: 400,
    title: 'This password cannot be used.',
    members: z.object({ reason: z.enum(['too-short', 'too-long', 'contains-address', 'common', 'breached']) }),
  },
  'invalid-credentials': { status: 401, title: 'The e-mail address or the password is wrong.', members: none },
  'invalid-code': {
    status: 401,
    title: 'This code is wrong, was used before, or is too old.',
    members: z.object({
      attemptsLeft: z.int().describe('Wrong answers left before this challenge or enrolment is over'),
      nextCodeAt: moment.optional().describe('When the authenticator shows its next code: each counts once'),
    }),
  },
  'challenge-closed': { status: 401, title: 'This challenge is over, or there never was one.', members: none },
  'session-ended': { status: 401, title: 'There is no live session: it ended, or there never was one.', members: none },
  'mfa-required': {
    status: 401,
    title: 'The sign-in is not complete: answer the challenge first.',
    members: z.object({ challenge: openChallenge }),
  },
  'step-up-required': {
    status: 401,
    title: 'What the session has proven is missing or too old for this: step up, then repeat it.',
    members: z.object({
      requiredAssurance: z.enum(['aal1', 'aal2']),
      maxAge: z.int().describe('Seconds: how recent the proof must be'),
      answerAt: z.string(),
    }),
  },
  'invalid-machine-token': { status: 401, title: 'This machine token is not good.', members: none },
  'foreign-origin': { status: 403, title: 'This origin may not call.', members: none },
  'not-allowed': {
    status: 403,
    title: 'This is not allowed as things are.',
    members: z.object({
      reason: z.enum([
        'registration-closed',
        'too-many-factors',
        'no-factor',
        'required-by-policy',
        'forbidden-by-policy',
      ]),
    }),
  },
  'machine-credential-rejected': {
    status: 400,
    title: 'This machine credential cannot be made as it is wanted.',
    members: z.object({ reason: z.enum(['bad-scope', 'bad-lifetime', 'too-many']) }),
  },
  'not-found': { status: 404, title: 'There is no such thing.', members: none },
  'method-not-allowed': { status: 405, title: 'This method does nothing here.', members: none },
  'too-large': { status: 413, title: 'The body is too large.', members: none },
  'unsupported-content': { status: 415, title: 'Send application/json.', members: none },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts. Nothing was judged, not even a right answer.',
    members: z.object({ retryAt: moment.optional().describe('Absent where waiting does not help') }),
  },
  unavailable: { status: 503, title: 'The service cannot answer at the moment.', members: none },
} as const satisfies Readonly<Record<string, Kind>>;

export type ProblemKind = keyof typeof problems;
type Members<K extends ProblemKind> = z.input<(typeof problems)[K]['members']>;

/** A refusal on its way out. */
export type Refusal<K extends ProblemKind = ProblemKind> = {
  [P in K]: { readonly problem: P; readonly members: Members<P>; readonly detail?: string };
}[K];

type Rest<K extends ProblemKind> = Members<K> extends Record<string, never> ? [] : [members: Members<K>];

export const refuse = <K extends ProblemKind>(problem: K, ...[members]: Rest<K>): Refusal<K> =>
  ({ problem, members: members ?? {} }) as Refusal<K>;

/** The same on every installation, so that clients can switch on it; it names and is not fetched. */
export const problemType = (kind: ProblemKind): string => `urn:problem-type:portcullis:${kind}`;
