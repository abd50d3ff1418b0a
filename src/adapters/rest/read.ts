import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { readJson } from '../http/body.js';
import { Problem } from '../http/problem.js';
import { refuse, type Refusal } from './problems.js';

/** What two readers could read in two ways, where which of them is right decides who asks (RFC 6750 §2). */
const once = ['authorization', 'content-type', 'host', 'origin'] as const;

/** Throws a `Problem` where a header that must be said once is said twice. */
export function refuseTwice(req: IncomingMessage): void {
  for (const name of once) {
    if ((req.headersDistinct[name]?.length ?? 0) > 1) throw new Problem(400, `The header ${name} is there twice.`);
  }
}

/** The body of a route that has none is refused too: nobody sends one without meaning something by it. */
export async function readBody(req: IncomingMessage, schema: z.ZodObject | undefined): Promise<unknown> {
  const sent = Number(req.headers['content-length'] ?? 0) > 0 || req.headers['transfer-encoding'] !== undefined;
  if (schema) return readJson(req);
  if (sent) throw new Problem(400, 'Nothing is taken in a body here.');
  return undefined;
}

/** Wrong members told beyond this many would tell nobody more. */
const mostErrors = 20;

/** What is wrong with a body, member by member; nothing of any value is repeated. */
export function malformed(error: z.ZodError): Refusal<'invalid-request'> {
  const errors = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), detail: 'There is no such member.' }))
      : [{ pointer: pointer(issue.path), detail: wanted(issue) }],
  );
  return refuse('invalid-request', { errors: errors.slice(0, mostErrors) });
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `One of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}.`;
  if (issue.code === 'invalid_type') return `A JSON ${issue.expected} is wanted here.`;
  return 'This is not what is wanted here.';
}

/** RFC 6901 §6, as a fragment; a name that a client made up is cut. */
const pointer = (path: readonly PropertyKey[]): string =>
  ['#', ...path.map((part) => escaped(String(part).slice(0, 64)))].join('/');
const escaped = (part: string): string =>
  encodeURIComponent(part.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
