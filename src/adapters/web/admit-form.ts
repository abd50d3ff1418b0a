import type { IncomingMessage } from 'node:http';
import type { Origins } from '../http/origins.js';
import { Problem } from '../http/problem.js';

/**
 * Refuses a form that a foreign page made the browser send (OWASP CSRF: Fetch Metadata and Origin). Both are heard where
 * both are there; programs that are no browser send neither, and bring no cookies but their own.
 */
export function admitForm({ own, allowed }: Origins, req: IncomingMessage): void {
  const { origin, 'sec-fetch-site': site } = req.headers;
  // `same-site` is another host, or another port, that only shares a parent with ours.
  const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  const stranger = origin !== undefined && origin !== own && !allowed.has(origin);
  if (fromElsewhere || stranger) throw new Problem(403, `This form must be sent from a page at ${own}.`);
}
