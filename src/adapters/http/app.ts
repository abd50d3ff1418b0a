import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { securityHeaders } from './headers.js';
import type { GraphqlRoute } from './graphql-route.js';
import type { Log } from './log.js';
import type { MetricsRoute } from './metrics-route.js';
import type { Probes } from './probes.js';
import { Problem, type Tell } from './problem.js';

/** Longer than any address the service has ever given out (ASVS 4.2.5). */
const longestUrl = 2048;

/** The pages a person meets. */
export interface PageDoor {
  serves(pathname: string): boolean;
  answer(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void>;
}

export interface AppParts {
  readonly graphql: GraphqlRoute;
  readonly probes: Probes;
  readonly metrics: MetricsRoute | undefined;
  /** Express; loaded when it is first needed, which a start should not wait for. */
  readonly rest: () => Promise<RequestListener>;
  /** Undefined where there are none. */
  readonly pages: PageDoor | undefined;
  readonly tell: Tell;
  readonly log: Log;
  /** Clients come over https. */
  readonly secure: boolean;
}

/** Every request begins here: it gets its id, its headers and its line in the log; then `/graphql`, a probe, or Express. */
export function app({ graphql, probes, metrics, rest, pages, tell, log, secure }: AppParts): RequestListener {
  const common = Object.entries(securityHeaders(secure));
  const headers = new Map(common);
  const lines = common.flat();

  return (req, res) => {
    const began = performance.now();
    // Ours alone: an id that a client chose could be made to collide with another's.
    const id = randomUUID();
    const { pathname, search } = split(req.url ?? '/');
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : 499;
      const ms = Math.round((performance.now() - began) * 10) / 10;
      // What went well is said on demand: at full load a line each would cost more than the answer.
      const say = status < 400 ? 'debug' : 'info';
      log[say]({ requestId: id, method: req.method, path: loggable(pathname), status, ms }, 'request');
    });
    dispatch(req, res, pathname, search, id).catch((error: unknown) => refuse(req, res, error, id));
  };

  async function dispatch(req: IncomingMessage, res: ServerResponse, pathname: string, search: string, id: string) {
    if ((req.url ?? '').length > longestUrl)
      throw new Problem(414, `The address is longer than ${longestUrl} characters.`);
    // In one piece: a head that is gathered name by name costs as much as the answer under it.
    const inOne = pathname === '/graphql' && req.method === 'POST';
    if (inOne) return graphql.handle(req, res, search, id, [...lines, 'X-Request-Id', id]);
    begin(res, id);
    if (pathname === '/graphql') return graphql.handle(req, res, search, id, []);
    const probe = probes.at(pathname);
    if (probe) return probe(req, res);
    if (metrics && pathname === '/metrics') return metrics.handle(req, res);
    if (pages?.serves(pathname)) return pages.answer(req, res, id);
    (await rest())(req, res);
  }

  function begin(res: ServerResponse, id: string): void {
    res.setHeaders(headers);
    res.setHeader('X-Request-Id', id);
  }

  function refuse(req: IncomingMessage, res: ServerResponse, error: unknown, id: string): void {
    const problem = error instanceof Problem ? error : undefined;
    if (!problem) log.error({ err: error, requestId: id }, 'request failed');
    if (res.headersSent || res.destroyed) return void res.destroy();
    begin(res, id);
    void tell(req, res, problem ?? ourFault(error), id);
  }
}

const ourFault = (error: unknown): Problem =>
  error instanceof Unavailable
    ? new Problem(503, 'The service cannot answer at the moment.', { 'Retry-After': '1' })
    : new Problem(500, 'Something went wrong here.');

function split(url: string): { readonly pathname: string; readonly search: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, mark), search: url.slice(mark) };
}

/** A path as it may stand in a log: what a terminal would act on is spelled out, and a long one is cut. */
const loggable = (pathname: string): string => pathname.slice(0, 256).replace(/[^!-~]/g, encodeURIComponent);
