import type { Visit } from './visit.js';

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a foreign page may have made a browser send this, cookies and all (OWASP CSRF: Fetch Metadata, else Origin).
 * Programs that are no browser send neither header.
 */
export function isCrossSite(visit: Visit, allowedOrigins: ReadonlySet<string>): boolean {
  if (safe.has(visit.method)) return false;
  const origin = visit.header('origin');
  if (origin !== undefined && allowedOrigins.has(origin)) return false;
  const site = visit.header('sec-fetch-site');
  // `same-site` is another host, or another port, that only shares a parent with ours.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && URL.parse(origin)?.host !== visit.header('host');
}
