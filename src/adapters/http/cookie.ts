import cookieSession from 'cookie-session';
import type { Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';

/** Signs and verifies what a cookie carries: Keygrip's shape, whatever keys are in force at the moment. */
export interface CookieKeys {
  sign(data: string): string;
  verify(data: string, signature: string): boolean;
  index(data: string, signature: string): number;
}

/** What one cookie carries in one request, and what its answer will say. */
export interface CookieContent {
  /** Undefined where there is no such cookie, or its signature is not ours. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
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

  /** `secure`: clients come over https, whatever the connection to this process is. */
  constructor(
    name: string,
    keys: CookieKeys,
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
    const sent = req.headers.cookie?.includes(`${this.#name}=`) ?? false;
    const opened = sent ? this.open(req) : undefined;
    const kept = opened?.request.session;
    const genuine = kept !== undefined && kept !== null && kept.isNew === false;
    if (opened) {
      // Reading asks to sign anew what a former key signed, without the attributes it had. It stays as it is until the
      // next sign-in: former keys verify for as long as any session lives.
      opened.response.lines = [];
      if (!genuine) opened.request.session = null;
    }
    let written = opened;
    let filled = false;
    return {
      value: genuine ? { ...kept } : undefined,
      set: (value, expires) => {
        filled = true;
        written ??= this.open(req);
        written.request.session = value;
        written.request.sessionOptions.expires = expires;
      },
      clear: () => {
        filled = false;
        if (written) written.request.session = null;
      },
      lines: () => {
        written?.response.writeHead();
        const lines = written?.response.lines ?? [];
        // The library swallows what goes wrong: a sign-in must not look done when its cookie was never sent.
        if (filled && lines.length === 0) throw new Error('A cookie could not be written');
        return lines;
      },
    };
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
