import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.js';
import type { Readiness } from './readiness.js';

/**
 * What orchestrators ask every other second, from the first moment on: answered without loading anything.
 * `/healthz`: the process is alive. `/readyz`: requests can be answered, else 503.
 */
export class Probes {
  constructor(private readonly readiness: Readiness) {}

  /** Undefined where the path is none of ours. */
  at(pathname: string): ((req: IncomingMessage, res: ServerResponse) => Promise<void>) | undefined {
    if (pathname === '/healthz') return async (req, res) => say('alive', req, res);
    if (pathname !== '/readyz') return undefined;
    return async (req, res) => {
      if (!(await this.readiness.isReady())) throw new Problem(503, 'Not ready to answer.', { 'Retry-After': '1' });
      say('ready', req, res);
    };
  }
}

function say(status: string, { method }: IncomingMessage, res: ServerResponse): void {
  if (method !== 'GET' && method !== 'HEAD') throw new Problem(405, 'Ask with GET.', { Allow: 'GET, HEAD' });
  const body = JSON.stringify({ status });
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  res.end(body);
}
