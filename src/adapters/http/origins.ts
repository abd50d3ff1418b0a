import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.js';

/** Which origins' scripts may call, by exact comparison; never a wildcard, for answers come with credentials. */
export interface Origins {
  /** `PUBLIC_URL`. */
  readonly own: string;
  readonly allowed: ReadonlySet<string>;
}

/**
 * Refuses what a foreign page makes a browser send, with or without a cookie (OWASP CSRF: the Origin and Sec-Fetch-Site
 * checks), and tells the browser which answers an allowed origin may read (Fetch §3.3). Programs that are no browser
 * send neither header.
 */
export function admitOrigin(origins: Origins, req: IncomingMessage, res: ServerResponse): void {
  const origin = req.headers.origin;
  if (origin === undefined) {
    if (req.headers['sec-fetch-site'] === 'cross-site' && req.method !== 'GET') throw foreign();
    return;
  }
  if (origin === origins.own) return;
  if (!origins.allowed.has(origin)) throw foreign();
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.setHeader('Access-Control-Expose-Headers', 'X-Request-Id, Retry-After, RateLimit, RateLimit-Policy');
}

/** The answer to a preflight of an allowed origin. */
export function answerPreflight(res: ServerResponse, methods = 'POST'): void {
  res.writeHead(204, {
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': 'Content-Type, Authorization',
    'Access-Control-Max-Age': '600',
    'Content-Length': '0',
  });
  res.end();
}

const foreign = (): Problem =>
  new Problem(403, 'This origin may not call; the operator lists it in ALLOWED_ORIGINS if it should.');
