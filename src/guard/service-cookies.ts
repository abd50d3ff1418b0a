const names = ['portcullis', 'portcullis-pending'];
const longest = 8 * 1024; // characters; Node itself takes no more than 16 KiB of headers

/**
 * Picks the service's own cookies out of a `Cookie` header: whatever else a browser carries for this host is none of the
 * service's business. Over https only `__Host-` names count, which no neighbouring host can plant.
 */
export class ServiceCookies {
  readonly #names: ReadonlySet<string>;
  readonly #mark: string;

  constructor(secure: boolean) {
    const prefix = secure ? '__Host-' : '';
    this.#mark = `${prefix}portcullis`;
    this.#names = new Set(names.flatMap((name) => [`${prefix}${name}`, `${prefix}${name}.sig`]));
  }

  /** Undefined where there is none. */
  in(header: string | undefined): string | undefined {
    if (header === undefined || !header.includes(this.#mark) || header.length > longest) return undefined;
    const own = header
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => this.#names.has(pair.slice(0, Math.max(0, pair.indexOf('=')))));
    return own.length > 0 ? own.join('; ') : undefined;
  }
}
