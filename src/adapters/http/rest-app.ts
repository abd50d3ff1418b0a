import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import type { Log } from './log.js';
import { Problem, type Tell } from './problem.js';

/** Public keys, as they are published (RFC 7517 §5), and for how long a verifier may keep them. */
export interface PublishedKeys {
  jwks(): { readonly body: unknown; readonly maxAge: number };
}

export interface RestParts {
  readonly keys: PublishedKeys;
  readonly log: Log;
  readonly tell: Tell;
  /** What else is answered here. */
  readonly doors?: readonly RequestHandler[];
}

const requestIdOf = (res: Response): string => String(res.getHeader('x-request-id'));

/** Everything but GraphQL and the probes. Errors are problem details (RFC 9457). */
export function restApp({ keys, log, tell, doors = [] }: RestParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);

  app.get('/.well-known/jwks.json', (_req, res) => {
    const { body, maxAge } = keys.jwks();
    res.setHeader('Cache-Control', `public, max-age=${maxAge}`);
    res.type('application/jwk-set+json').send(JSON.stringify(body));
  });
  for (const door of doors) app.use(door);
  app.use((_req, _res) => {
    throw new Problem(404, 'There is nothing here.');
  });

  // Express knows an error handler by its four parameters.
  const answerError: ErrorRequestHandler = (error: unknown, req, res, _next) => {
    const problem = error instanceof Problem ? error : clientsFault(error);
    if (!problem) log.error({ err: error, requestId: requestIdOf(res) }, 'request failed');
    if (res.headersSent) res.destroy();
    else void tell(req, res, problem ?? new Problem(500, 'Something went wrong here.'), requestIdOf(res));
  };
  app.use(answerError);
  return app;
}

/** What Express finds wrong with a request, such as a path that cannot be decoded. */
function clientsFault(error: unknown): Problem | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500
    ? new Problem(status, 'This request cannot be understood.')
    : undefined;
}
