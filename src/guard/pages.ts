import type { Refusal } from './judge.js';
import { checkedReturnTo } from './return-to.js';
import type { Visit } from './visit.js';

export interface PageOptions {
  /** Where people sign in: a path of this site, or an address. Without it browsers are told 401 like everybody. */
  readonly signInUrl?: string | undefined;
  /** Where people answer for their second factor, at a sign-in and again where more, or fresher, proof is demanded. */
  readonly challengeUrl?: string | undefined;
  /** The origin under which browsers see this server: pages elsewhere then get a `returnTo` that leads back here. */
  readonly publicUrl?: string | undefined;
}

/** Where a browser that wants a page is sent instead (303), and how it comes back. */
export class Pages {
  readonly #signIn: string | undefined;
  readonly #challenge: string | undefined;
  readonly #own: string | undefined;

  /** Throws a RangeError at what is no address of a page. */
  constructor({ signInUrl, challengeUrl, publicUrl }: PageOptions) {
    this.#signIn = signInUrl === undefined ? undefined : pageAt(signInUrl);
    this.#challenge = challengeUrl === undefined ? undefined : pageAt(challengeUrl);
    this.#own = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  }

  /** Undefined where this is told in words. */
  for(visit: Visit, refusal: Refusal): string | undefined {
    if (!wantsPage(visit.header('accept'))) return undefined;
    if (refusal.why === 'nobody') return this.#signIn && this.withReturn(this.#signIn, visit);
    if (!this.#challenge) return undefined;
    if (refusal.why === 'pending') return this.withReturn(this.#challenge, visit);
    if (refusal.why !== 'too-weak') return undefined;
    const { assurance, maxAge } = refusal;
    const demanded = { acr_values: assurance, ...(maxAge !== undefined && { max_age: String(maxAge) }) };
    return this.withReturn(this.#challenge, visit, demanded);
  }

  private withReturn(page: string, { method, target }: Visit, more: Readonly<Record<string, string>> = {}): string {
    // What was posted is gone: coming back with GET would ask for something else.
    const path = method === 'GET' || method === 'HEAD' ? checkedReturnTo(target) : '/';
    const elsewhere = page.startsWith('/') || URL.parse(page)?.origin === this.#own ? '' : (this.#own ?? '');
    const query = new URLSearchParams({ ...more, returnTo: elsewhere + path });
    return `${page}${page.includes('?') ? '&' : '?'}${query}`;
  }
}

function pageAt(address: string): string {
  if (address.startsWith('/') && checkedReturnTo(address, { otherwise: '' }) === address) return address;
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash)
    throw new RangeError(`${address} is neither a path of this site nor the address of a page`);
  return url.href;
}

/** A browser on its way to a page; a script that takes JSON as gladly gets JSON (RFC 9110 §12.5.1). */
export function wantsPage(accept: string | undefined): boolean {
  if (accept === undefined || !/text\/html/i.test(accept)) return false;
  const html = quality(accept, 'text/html');
  return html > 0 && html >= quality(accept, 'application/json');
}

function quality(accept: string, type: string): number {
  const range = accept.split(',').find((each) => each.split(';', 1)[0]?.trim().toLowerCase() === type);
  if (range === undefined) return 0;
  const said = /;\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)/i.exec(range)?.[1];
  return said === undefined ? 1 : Number(said);
}
