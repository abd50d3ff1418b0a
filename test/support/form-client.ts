import { CookieJar } from './cookie-jar.js';

/** One answer of a page. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it leads, if anywhere. */
  readonly to: string | undefined;
}

/** A browser without a picture: it keeps cookies, says where its forms come from, and follows nothing by itself. */
export class FormClient {
  readonly cookies = new CookieJar();
  readonly answers: Told[] = [];

  constructor(
    readonly url: string,
    private readonly always: Readonly<Record<string, string>> = {},
  ) {}

  /** The same browser as it is now: what it sends twice at once. */
  twin(): FormClient {
    const twin = new FormClient(this.url, this.always);
    twin.cookies.take(this.cookies.header.split('; '));
    return twin;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
    return this.send('GET', path, headers);
  }

  post(path: string, fields: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const here = { origin: this.url, 'sec-fetch-site': 'same-origin' };
    return this.send('POST', path, { ...form, ...here, ...headers }, new URLSearchParams(fields).toString());
  }

  async send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Told> {
    const cookie = this.cookies.header;
    const answer = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { accept: 'text/html,*/*;q=0.8', ...(cookie && { cookie }), ...this.always, ...headers },
      ...(body !== undefined && { body }),
    });
    this.cookies.take(answer.headers.getSetCookie());
    const { status } = answer;
    const to = answer.headers.get('location') ?? undefined;
    const told = { status, headers: answer.headers, text: await answer.text(), to };
    this.answers.push(told);
    return told;
  }

  /** Has looked at a page before, as whoever sends a form has. */
  async arrived(): Promise<this> {
    await this.get('/sign-in');
    return this;
  }
}

/** What a hidden field of a page holds. */
export const hidden = ({ text }: Told, name: string): string =>
  new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
