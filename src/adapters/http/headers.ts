// Pages bring a policy of their own. Whatever else a browser is led to look at can do nothing there (ASVS 3.2.1).
const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** On every answer (OWASP Secure Headers, ASVS 3.4). Answers hold tokens, so nobody keeps one unless its route says so. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': nothing,
    'Cross-Origin-Opener-Policy': 'same-origin',
    // Nothing here is to be embedded; whoever fetches it from elsewhere does so by CORS (ASVS 3.5.8).
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    // Or a cache hands one origin what was said to another (Fetch §3.3).
    Vary: 'Origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(secure && { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' }),
  };
}
