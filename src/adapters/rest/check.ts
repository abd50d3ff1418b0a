import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import type { CheckRequest } from '../../application/check-request.js';
import type { Viewer } from '../../application/viewer.js';
import type { Pages } from '../../guard/pages.js';
import { deviceName } from '../http/device-name.js';
import { admitOrigin } from '../http/origins.js';
import { Caller } from './caller.js';
import { demandIn, type Check } from './demand-in.js';
import { stepUpRequired, unfinished } from './present.js';
import type { Refusal } from './problems.js';
import { refuseTwice } from './read.js';
import type { RouterParts } from './router.js';
import { sendRefusal, thrown } from './send.js';

export interface CheckParts extends Omit<RouterParts, 'handlers' | 'publicUrl'> {
  readonly check: CheckRequest;
  /** Where people sign in and prove more. */
  readonly pages: Pages;
}

/**
 * `GET /auth/check`: a proxy asks it before each request to an application that knows nothing of us. Who it is stands in
 * the head of a 200; a 401 says what is missing, and to a browser where to go. Nothing the client sent decides but its
 * credential: the demands are the proxy's, in its own address of this route.
 */
export function checkDoor(its: CheckParts): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/auth/check', (req, res) => answer(its, req, res));
  // Express knows an error handler by its four parameters.
  const answerError: ErrorRequestHandler = (error: unknown, _req, res: Response, next) => {
    const refusal = res.headersSent ? undefined : thrown(error, res);
    if (refusal) sendRefusal(res, refusal, { now: its.clock.now(), bearer: false });
    else next(error);
  };
  router.use(answerError);
  return router;
}

async function answer(its: CheckParts, req: Request, res: Response): Promise<void> {
  refuseTwice(req);
  admitOrigin(its.origins, req, res);
  const demand = demandIn(URL.parse(req.originalUrl, 'http://here.invalid')?.searchParams ?? new URLSearchParams());
  const envelope = its.envelopes.open(req);
  const client = {
    address: its.addressOf(req),
    device: deviceName(req.headers['user-agent']),
    correlationId: String(res.getHeader('x-request-id')),
  };
  const caller = new Caller(client, envelope, its.recognition);
  res.setHeader('Cache-Control', 'no-store');
  const viewer = await caller.viewer();
  const late = viewer && (await its.check.execute(viewer, demand, client));
  if (viewer && late?.status === 'passed') return admit(res, viewer);
  const refusal = late?.status === 'stale-proof' ? stepUpRequired(late) : unfinished(await caller.pending());
  const page = its.pages.for(visitOf(req), whyOf(refusal, demand));
  if (page !== undefined) res.setHeader(demand.redirect ? 'Location' : 'X-Auth-Location', page);
  if (page !== undefined && demand.redirect) {
    res.writeHead(303, { 'Content-Length': '0' }).end();
    return;
  }
  sendRefusal(res, refusal, { now: its.clock.now(), bearer: envelope.presented?.kind === 'token' });
}

function admit(res: Response, { user, session }: Viewer): void {
  res.writeHead(200, {
    'X-Auth-User': user.id,
    'X-Auth-Session': session.id,
    'X-Auth-Acr': session.assurance,
    'X-Auth-Amr': session.amr.join(' '),
    'X-Auth-Time': String(Math.floor(session.authenticatedAt.getTime() / 1000)),
    'Content-Length': '0',
  });
  res.end();
}

const whyOf = ({ problem }: Refusal, { assurance, maxAge }: Check): Parameters<Pages['for']>[1] => {
  if (problem === 'step-up-required') return { why: 'too-weak', assurance, maxAge };
  if (problem === 'mfa-required') return { why: 'pending', pending: undefined, accepted: false };
  return { why: 'nobody', presented: false };
};

/** The page that was wanted, as the proxy says; it is where a browser comes back to, and checked as whatever leads anywhere is. */
function visitOf(req: Request): Parameters<Pages['for']>[0] {
  const header = (name: string): string | undefined => req.headersDistinct[name]?.[0];
  const method = header('x-forwarded-method') ?? 'GET';
  return { method, target: header('x-forwarded-uri') ?? '/', header, bearer: undefined };
}
