import type { Problem } from '../http/problem.js';
import { show, type Page } from './reply.js';
import type { Words } from './words.js';

type Kind = Exclude<keyof Words['problems'], 'requestId' | 'home' | 'again'>;

const kinds: Readonly<Record<number, Kind>> = {
  403: 'forbidden',
  404: 'notFound',
  405: 'method',
  413: 'tooLarge',
  414: 'tooLong',
  429: 'busy',
  503: 'unavailable',
};

/**
 * What was refused before any page looked at it, in words for people; the id ties it to the log. `own` is our origin:
 * whoever came by another name of this host finds the way from there.
 */
export function problemPage(words: Words, { status, headers }: Problem, requestId: string, own: string): Page {
  const { problems } = words;
  const [title, text] = problems[kinds[status] ?? (status < 500 ? 'badRequest' : 'fault')];
  const body = (
    <>
      <p class="status">{status}</p>
      <h1>{title}</h1>
      <p>{text}</p>
      <a class="primary" href={status === 403 ? `${own}/` : '/'}>
        {problems.home}
      </a>
      <p class="hint">
        {problems.requestId} <code>{requestId}</code>
      </p>
    </>
  );
  return show(title, body, { status, headers, once: true });
}

/** Says so of a form that came without the cookie its page left; `back` is where to try it again. */
export function cookiesOff({ problems }: Words, back: string): Page {
  const [title, text] = problems.cookies;
  const body = (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      <a class="primary" href={back}>
        {problems.again}
      </a>
    </>
  );
  return show(title, body, { status: 400, once: true });
}
