/** What was sent and what came back, by the first field of each document. */
export interface Sent {
  readonly step: string;
  readonly authorization: string | undefined;
  readonly status: number;
}

/** A browser's fetch, as far as it matters to a client: it keeps cookies where it may, and the test sees what was sent. */
export class ClientFetch {
  readonly sent: Sent[] = [];
  readonly cookies = new Map<string, string>();
  /** Stands in the way of the next requests; nothing: lets this one through. */
  instead: ((step: string) => Response | Promise<Response | undefined> | undefined) | undefined;

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const { query } = JSON.parse(String(init.body)) as { readonly query: string };
    const step = /\{\s*(\w+)/.exec(query)?.[1] ?? '';
    const headers = new Headers(init.headers);
    const authorization = headers.get('authorization') ?? undefined;
    const included = init.credentials === 'include';
    if (included) headers.set('cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '));
    const response = (await this.instead?.(step)) ?? (await fetch(input, { ...init, headers }));
    if (included) for (const line of response.headers.getSetCookie()) this.keep(line);
    this.sent.push({ step, authorization, status: response.status });
    return response;
  };

  /** The steps that were sent, since the last time that somebody asked. */
  steps(): readonly string[] {
    return this.sent.splice(0).map(({ step }) => step);
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
