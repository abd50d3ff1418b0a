import { expect } from 'chai';
import { CookieJar } from './cookie-jar.js';
import { conforms } from './open-api-judge.js';

type Json = Readonly<Record<string, unknown>>;

/** One answer, held to the OpenAPI document already. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
  /** Of a refusal: the last word of its problem type. */
  readonly problem: string | undefined;
}
export interface Sending {
  readonly method: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of REST that keeps cookies, as a browser does, and sends a bearer token where it was given one. */
export class RestClient {
  readonly cookies = new CookieJar();
  bearer: string | undefined;

  constructor(readonly url: string) {}

  post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Said> {
    const sent = { 'content-type': 'application/json', ...headers };
    return this.send(path, { method: 'POST', body: JSON.stringify(body), headers: sent });
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Said> {
    return this.send(path, { method: 'GET', headers });
  }

  delete(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Said> {
    return this.send(path, { method: 'DELETE', headers });
  }

  async send(path: string, { method, body, headers = {} }: Sending): Promise<Said> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.bearer !== undefined && { authorization: `Bearer ${this.bearer}` }),
        ...(this.cookies.header && { cookie: this.cookies.header }),
        ...headers,
      },
      ...(body !== undefined && { body: body as string }),
    });
    this.cookies.take(response.headers.getSetCookie());
    const text = await response.text();
    const parsed = text === '' ? {} : (JSON.parse(text) as Json);
    const type = parsed['type'];
    const problem = typeof type === 'string' ? type.split(':').at(-1) : undefined;
    conforms(method, path, response, parsed);
    return { status: response.status, headers: response.headers, text, body: parsed, problem };
  }
}

/** What stands at a path of an answer's body. */
export function at<T = string>({ body, text }: Said, path: string): T {
  const found = path.split('.').reduce<unknown>((held, name) => (held as Json | undefined)?.[name], body);
  if (found === undefined) return expect.fail(`there is no ${path} in ${text}`);
  return found as T;
}
