import type { Response } from 'express';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { Problem } from '../http/problem.js';
import { problems, problemType, refuse, type ProblemKind, type Refusal } from './problems.js';

interface Moment {
  readonly now: Date;
  /** Whether a bearer token was presented: only then something is wrong with one (RFC 6750 §3.1). */
  readonly bearer: boolean;
}

export function sendJson(res: Response, status: number, body: unknown): void {
  end(res, status, 'application/json; charset=utf-8', body);
}

/** A refusal as problem details (RFC 9457), with what it says in the head besides. */
export function sendRefusal(res: Response, refusal: Refusal, { now, bearer }: Moment): void {
  const { problem, members, detail } = refusal;
  const { status, title } = problems[problem];
  if (status === 401) res.setHeader('WWW-Authenticate', demandOf(refusal, bearer));
  const retryAt = refusal.problem === 'too-many-attempts' ? refusal.members.retryAt : undefined;
  if (retryAt) {
    res.setHeader('Retry-After', String(Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000))));
  }
  const requestId = String(res.getHeader('x-request-id'));
  const body = { type: problemType(problem), title, status, ...(detail && { detail }), requestId, ...members };
  end(res, status, 'application/problem+json; charset=utf-8', body);
}

/** RFC 6750 §3, RFC 9470 §3. Never `Basic`: a browser would ask for a password in a window of its own. */
function demandOf(refusal: Refusal, bearer: boolean): string {
  if (refusal.problem === 'step-up-required') {
    const { requiredAssurance, maxAge } = refusal.members;
    const wanted = `acr_values="${requiredAssurance}", max_age="${maxAge}"`;
    return `Bearer error="insufficient_user_authentication", error_description="Prove it again", ${wanted}`;
  }
  const dead: readonly ProblemKind[] = ['session-ended', 'mfa-required', 'challenge-closed'];
  return bearer && dead.includes(refusal.problem) ? 'Bearer error="invalid_token"' : 'Bearer';
}

const byStatus: Readonly<Record<number, ProblemKind>> = {
  403: 'foreign-origin',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-content',
};

/** What was thrown before anybody looked at what is asked, or because the store is gone; undefined for a bug. */
export function thrown(error: unknown, res: Response): Refusal | undefined {
  if (error instanceof Unavailable) {
    res.setHeader('Retry-After', '1');
    return refuse('unavailable') as Refusal;
  }
  if (!(error instanceof Problem)) return undefined;
  for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
  const { detail } = error;
  const problem = byStatus[error.status];
  if (problem) return { problem, members: {}, detail } as Refusal;
  return { ...refuse('invalid-request', { errors: [{ pointer: '#', detail }] }), detail };
}

function end(res: Response, status: number, type: string, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  res.end(text);
}
