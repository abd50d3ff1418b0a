import type { Pending } from './auth.js';
import type { Refusal } from './judge.js';

/** What a refused request is told. */
export interface Answer {
  readonly status: 202 | 303 | 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** Problem details (RFC 9457), at 202 what is due; empty at 303. */
  readonly body: string;
}

/** The same names as the service's own problems: clients switch on them. */
const problemType = (kind: string): string => `urn:problem-type:portcullis:${kind}`;

interface Told {
  readonly status: 202 | 401 | 403 | 503;
  readonly kind: string;
  readonly title: string;
  readonly challenge?: string;
  readonly members?: object;
}

/** Where a browser is sent: never 307, with which it would send a password along (RFC 9700 §4.12). */
export const redirect = (location: string): Answer => ({
  status: 303,
  headers: { ...always, Location: location, 'Content-Length': '0' },
  body: '',
});

/** Nobody keeps an answer that depends on who asks, and how. */
const always = { 'Cache-Control': 'no-store', Vary: 'Accept' };

export function answerTo(refusal: Refusal): Answer {
  const { status, kind, title, challenge, members } = told(refusal);
  const accepted = { status: kind, ...members };
  const problem = { type: problemType(kind), title, status, ...members };
  const body = JSON.stringify(status === 202 ? accepted : problem);
  const headers = {
    ...always,
    ...(challenge && { 'WWW-Authenticate': challenge }),
    ...(status === 503 && { 'Retry-After': '1' }),
    'Content-Type': `application/${status === 202 ? 'json' : 'problem+json'}; charset=utf-8`,
    'Content-Length': String(Buffer.byteLength(body)),
  };
  return { status, headers, body };
}

function told(refusal: Refusal): Told {
  switch (refusal.why) {
    case 'nobody': {
      const challenge = refusal.presented ? 'Bearer error="invalid_token"' : 'Bearer';
      const title = 'There is no live session: it ended, or there never was one.';
      return { status: 401, kind: 'session-ended', title, challenge };
    }
    case 'pending': {
      const { pending, accepted } = refusal;
      const kind = pending?.due === 'enrolment' ? 'enrolment-required' : 'mfa-required';
      const members = pending && { challenge: due(pending) };
      if (accepted) return { status: 202, kind, title: '', ...(members && { members }) };
      const title = 'The sign-in is not complete: answer the challenge first.';
      return { status: 401, kind: 'mfa-required', title, challenge: 'Bearer error="invalid_token"', ...(members && { members }) }; // prettier-ignore
    }
    case 'too-weak': {
      const { assurance, maxAge } = refusal;
      const title = 'What the session has proven is missing or too old for this: step up, then repeat it.';
      const members = {
        requiredAssurance: assurance,
        ...(maxAge !== undefined && { maxAge }),
        answerAt: '/auth/step-up',
      };
      return { status: 401, kind: 'step-up-required', title, challenge: stepUpChallenge(assurance, maxAge), members };
    }
    case 'no-machines':
      return { status: 403, kind: 'people-only', title: 'No machine is let in here.' };
    case 'machines-only':
      return { status: 403, kind: 'machines-only', title: 'Only machines are let in here.' };
    case 'scope-missing': {
      const challenge = `Bearer error="insufficient_scope", scope="${refusal.scopes.join(' ')}"`;
      const members = { scopes: refusal.scopes };
      return { status: 403, kind: 'scope-missing', title: 'The credential is not good for this.', challenge, members };
    }
    case 'cross-site':
      return { status: 403, kind: 'foreign-origin', title: 'This origin may not call.' };
    case 'undecided':
      return { status: 503, kind: 'unavailable', title: 'Who is asking cannot be told at the moment.' };
    default:
      return refusal satisfies never;
  }
}

const due = ({ due, factors, expiresAt, answerAt }: Pending): object => ({ due, factors, expiresAt, answerAt });

/** RFC 9470 §3. */
function stepUpChallenge(assurance: string, maxAge: number | undefined): string {
  const age = maxAge === undefined ? '' : `, max_age=${maxAge}`;
  return `Bearer error="insufficient_user_authentication", acr_values="${assurance}"${age}`;
}
