import type { VNode } from 'preact';
import { Alert, Countdown } from './parts.js';
import type { Visit } from './visit.js';

/** Too many attempts: how long to wait, or that waiting is of no use. */
export function TooMany({ visit, retryAt }: { readonly visit: Visit; readonly retryAt: Date | undefined }): VNode {
  const { wait } = visit.words;
  return (
    <Alert>
      <p>{wait.why}</p>
      <p>
        {retryAt ? (
          <strong>
            {wait.retry} <Countdown until={retryAt} done={wait.now} visit={visit} />
          </strong>
        ) : (
          wait.closed
        )}
      </p>
    </Alert>
  );
}

/** RFC 6585 §4. */
export const retryAfter = (retryAt: Date | undefined, now: Date): Readonly<Record<string, string>> =>
  retryAt ? { 'Retry-After': String(Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000))) } : {};

/** What a wrong password or code costs in words of HTTP: the same as through every other door. */
export const unauthorized = { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } } as const;
