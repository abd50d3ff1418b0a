import type { Pending, Person } from './auth.js';
import { fetchJson } from './fetch-json.js';
import { KeptAnswers } from './kept-answers.js';
import type { Asked, SessionSource } from './session-source.js';

/** Questions on their way at once; beyond, it cannot be told. A crowd at a guard must not become one at the service. */
const mostAtOnce = 256;

export interface SessionEndpointOptions {
  readonly url: URL;
  /** Seconds for which an answer is believed; a revoked session lives on for as long. 0: every request asks. */
  readonly keepFor: number;
  readonly now: () => Date;
}

/** Asks the service's `GET /auth/session` whose a session is, or what a challenge waits for. */
export function sessionEndpoint({ url, keepFor, now }: SessionEndpointOptions): SessionSource {
  const known = new KeptAnswers<Person>();
  let underWay = 0;

  return async (asked) => {
    const name = nameOf(asked);
    const recalled = keepFor > 0 ? known.recall(name, 0, now()) : undefined;
    if (recalled) return recalled;
    if (underWay >= mostAtOnce) throw new Error('Too many questions are on their way to the service');
    underWay += 1;
    try {
      const { status, body } = await fetchJson(url, { ...asked });
      const answer = answered(status, body);
      if (keepFor > 0 && answer?.kind === 'person') {
        const until = Math.min(now().getTime() + keepFor * 1000, answer.expiresAt.getTime());
        known.keep(name, 0, answer, until);
      }
      return answer;
    } finally {
      underWay -= 1;
    }
  };
}

const nameOf = ({ cookie = '', authorization = '' }: Asked): string => `${cookie}\n${authorization}`;

type Json = Readonly<Record<string, unknown>>;
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

function answered(status: number, body: unknown): Person | Pending | undefined {
  if (status === 200) return personIn(object(body));
  if (status === 202) return pendingIn(object(body));
  if (status === 401) return undefined;
  throw new Error(`The service answered ${status}`);
}

function personIn({ user, session }: Json): Person {
  const { id: userId } = object(user);
  const { id: sessionId, credential, assurance, mfaVerified, amr, authenticatedAt, expiresAt } = object(session);
  if (typeof userId !== 'string' || typeof sessionId !== 'string') throw unreadable();
  if (credential !== 'token' && credential !== 'cookie') throw unreadable();
  if (assurance !== 'aal1' && assurance !== 'aal2') throw unreadable();
  if (mfaVerified !== (assurance === 'aal2')) throw unreadable();
  const times = { authenticatedAt: moment(authenticatedAt), expiresAt: moment(expiresAt) };
  const its = { credential, userId, sessionId, assurance, mfaVerified } as const;
  return { kind: 'person', ...its, amr: texts(amr), ...times, scopes: [] };
}

function pendingIn({ challenge }: Json): Pending {
  const { due, factors, expiresAt, answerAt } = object(challenge);
  if (due !== 'second-factor' && due !== 'enrolment') throw unreadable();
  if (typeof answerAt !== 'string') throw unreadable();
  return { kind: 'pending', due, factors: texts(factors), expiresAt: moment(expiresAt), answerAt };
}

function texts(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw unreadable();
}

function moment(value: unknown): Date {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw unreadable();
  return date;
}

const unreadable = (): Error => new Error('The service answered what this guard cannot read');
