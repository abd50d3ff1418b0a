import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { Clock } from '../../domain/ports/clock.js';
import type { ClientAddress } from '../http/client-address.js';
import { deviceName } from '../http/device-name.js';
import { wantedLanguage } from '../http/language.js';
import type { Envelopes } from '../http/envelopes.js';
import { admitOrigin, answerPreflight, type Origins } from '../http/origins.js';
import { Problem } from '../http/problem.js';
import { Quotas } from '../http/quotas.js';
import { Caller, type Recognition } from './caller.js';
import { openApi } from './open-api.js';
import { unfinished } from './present.js';
import type { Refusal } from './problems.js';
import { malformed, readBody, refuseTwice } from './read.js';
import type { Asked, Reply, Route } from './route.js';
import { routes, type Handlers, type RouteName } from './routes.js';
import { sendJson, sendRefusal, thrown } from './send.js';

export interface RouterParts {
  readonly handlers: Handlers;
  readonly recognition: Recognition;
  readonly envelopes: Envelopes;
  readonly origins: Origins;
  readonly addressOf: ClientAddress;
  readonly clock: Clock;
  /** `PUBLIC_URL`. */
  readonly publicUrl: string;
}

type Handler = (asked: Asked<Route>) => Promise<Reply<Route>>;

/** The REST flow. Paths are matched to the letter: who guards a path in front of us must not be walked around. */
export function restRouter(its: RouterParts): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const document = openApi(its.publicUrl);
  router.get('/openapi.json', (_req, res) => sendJson(res, 200, document));

  for (const name of Object.keys(routes) as RouteName[]) {
    const route: Route = routes[name];
    // The table promises each handler what its own route demands; the loop cannot say so.
    router[route.method](expressPath(route), carryOut(its, route, its.handlers[name] as unknown as Handler));
  }
  for (const path of new Set(Object.values(routes).map(expressPath))) router.all(path, otherwise(its, path));
  router.use(answerError(its));
  return router;
}

const expressPath = ({ path }: Route): string => path.replace(/\{(\w+)\}/g, ':$1');

function carryOut(its: RouterParts, route: Route, handler: Handler): RequestHandler {
  return async (req, res) => {
    refuseTwice(req);
    admitOrigin(its.origins, req, res);
    const sent = await readBody(req, route.body);
    const envelope = its.envelopes.open(req);
    const quotas = new Quotas();
    const client = {
      hears: quotas.hear,
      address: its.addressOf(req),
      device: deviceName(req.headers['user-agent']),
      language: wantedLanguage(req.headers['accept-language']),
      correlationId: String(res.getHeader('x-request-id')),
    };
    const caller = new Caller(client, envelope, its.recognition);
    const reply = await decide(route, handler, caller, sent, req);
    envelope.seal(res);
    res.setHeaders(new Map(Object.entries(quotas.headers)));
    if (!('problem' in reply)) sendJson(res, reply.status, reply.body);
    else sendRefusal(res, reply, { now: its.clock.now(), bearer: envelope.presented?.kind === 'token' });
  };
}

async function decide(
  route: Route,
  handler: Handler,
  caller: Caller,
  sent: unknown,
  req: Request,
): Promise<Reply<Route> | Refusal> {
  const viewer = route.demand === 'authenticated' ? await caller.viewer() : undefined;
  if (route.demand === 'authenticated' && !viewer) return unfinished(await caller.pending());
  const parsed = route.body?.safeParse(sent);
  if (parsed?.success === false) return malformed(parsed.error);
  const { id } = req.params;
  const asked = { body: parsed?.data, id: typeof id === 'string' ? id : '', caller, viewer };
  return handler(asked as Asked<Route>);
}

/** A preflight, or a method that does nothing at this path. */
function otherwise({ origins }: RouterParts, path: string): RequestHandler {
  const methods = Object.values(routes).flatMap((route: Route) => (expressPath(route) === path ? [route.method] : []));
  const allowed = methods.map((method) => method.toUpperCase()).join(', ');
  return (req, res) => {
    admitOrigin(origins, req, res);
    if (req.method === 'OPTIONS') return answerPreflight(res, allowed);
    throw new Problem(405, `Send ${allowed}.`, { Allow: allowed });
  };
}

// Express knows an error handler by its four parameters.
const answerError =
  ({ clock }: RouterParts): ErrorRequestHandler =>
  (error: unknown, _req, res: Response, next) => {
    const refusal = res.headersSent ? undefined : thrown(error, res);
    if (refusal) sendRefusal(res, refusal, { now: clock.now(), bearer: false });
    else next(error);
  };
