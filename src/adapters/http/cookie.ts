import cookieSession from 'cookie-session';
import type { Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { GenuineCookies, type CookieValue } from './genuine-cookies.js';

/** Signs and verifies what a cookie carries: Keygrip's shape, whatever keys are in force at the moment. */
export interface CookieKeys {
  sign(data: string): string;
  verify(data: string, signature: string): boolean;
  index(data: string, signature: string): number;
  /** Names the keys in force at the moment. */
  readonly ids: string;
}

/** What one cookie carries in one request, and what its answer will say. */
export interface CookieContent {
  /** Undefined where there is no such cookie, or its signature is not ours. */
  readonly value: CookieValue | undefined;
  set(value: Record<string, unknown>, expires: Date): void;
  clear(): void;
  /** The `Set-Cookie` lines. */
  lines(): readonly string[];
}

/** As much of a request and its response as cookie-session looks at. */
interface Opened {
  readonly request: CookieSessionInterfaces.CookieSessionRequest;
  readonly response: { lines: readonly string[]; writeHead(): unknown };
}

/** One signed cookie of the service, by an instance of cookie-session of its own. */
export class Cookie {
  readonly #name: string;
  readonly #read: ReturnType<typeof cookieSession>;
  readonly #genuine = new GenuineCookies();

  /** `secure`: clients come over https, whatever the connection to this process is. */
  constructor(
    name: string,
    private readonly keys: CookieKeys,
    private readonly secure: boolean,
  ) {
    // A subdomain, or a page that came in the open, cannot plant a cookie of this name (RFC 6265bis §4.1.3.2). Browsers take it over https only.
    this.#name = secure ? `__Host-${name}` : name;
    this.#read = cookieSession({
      name: this.#name,
      // Used as it is: cookie-session makes a Keygrip of its own, with SHA-1, of arrays alone.
      keys: keys as unknown as string[],
      secure,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
    });
  }

  of(req: Pick<IncomingMessage, 'headers'>): CookieContent {
    const { cookie } = req.headers;
    const sent = cookie?.includes(`${this.#name}=`) === true;
    const known = sent ? this.#genuine.recall(cookie, this.keys.ids) : undefined;
    const written = sent && !known ? this.open(req) : undefined;
    const value = known ?? (written && this.valueIn(written));
    if (!known && value && cookie) this.#genuine.keep(cookie, value);
    // What is not ours is taken away.
    if (written && !value) written.request.session = null;
    return new Content(value, sent, written, () => this.open(req));
  }

  private valueIn({ request: { session }, response }: Opened): CookieValue | undefined {
    const value = session && session.isNew === false ? { ...session } : undefined;
    // Reading asks to sign anew what a former key signed, without the attributes it had. It stays as it is until the
    // next sign-in: former keys verify for as long as any session lives.
    response.lines = [];
    return value;
  }

  // Two instances on one request overwrite each other's keys, and the library takes the protocol for that of the
  // connection, behind a proxy a plain one: it would then drop a secure cookie without a word.
  private open(req: Pick<IncomingMessage, 'headers'>): Opened {
    const request = { headers: req.headers, socket: { encrypted: this.secure } } as unknown as Request;
    const response = {
      lines: [] as readonly string[],
      getHeader: () => response.lines,
      setHeader: (_name: string, lines: readonly string[]) => (response.lines = lines),
      writeHead: () => undefined,
    };
    this.#read(request, response as unknown as Response, () => undefined);
    return { request: request as Request & CookieSessionInterfaces.CookieSessionRequest, response };
  }
}

class Content implements CookieContent {
  private filled = false;

  constructor(
    readonly value: CookieValue | undefined,
    private readonly sent: boolean,
    private written: Opened | undefined,
    private readonly open: () => Opened,
  ) {}

  set(next: Record<string, unknown>, expires: Date): void {
    this.filled = true;
    this.written ??= this.open();
    this.written.request.session = next;
    this.written.request.sessionOptions.expires = expires;
  }

  clear(): void {
    this.filled = false;
    if (this.sent) this.written ??= this.open();
    if (this.written) this.written.request.session = null;
  }

  lines(): readonly string[] {
    if (!this.written) return nothing;
    this.written.response.writeHead();
    const { lines } = this.written.response;
    // The library swallows what goes wrong: a sign-in must not look done when its cookie was never sent.
    if (this.filled && lines.length === 0) throw new Error('A cookie could not be written');
    return lines;
  }
}

const nothing: readonly string[] = [];
