/**
 * What a page may do: load from us, send forms to us, and be framed by nobody (CSP 3; ASVS 3.4.3). `returnTo` is where
 * its form leads in the end: browsers hold a form's redirects to `form-action` too.
 */
export function pageHeaders(returnTo: string | undefined): Readonly<Record<string, string>> {
  const elsewhere = returnTo?.startsWith('/') === false ? ` ${new URL(returnTo).origin}` : '';
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    `form-action 'self'${elsewhere}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'Cache-Control': 'no-store',
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    // With `no-referrer` browsers say `Origin: null` of our own forms, and nobody could tell them from a stranger's.
    'Referrer-Policy': 'same-origin',
    Vary: 'Cookie, Accept-Language',
  };
}
