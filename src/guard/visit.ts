import type { IncomingMessage } from 'node:http';

/** A request, as far as a guard looks at it. */
export interface Visit {
  readonly method: string;
  /** The request target as it came, before any router took a part of it away. */
  readonly target: string;
  /** By its lower-case name; the lines of one that came more than once are joined. */
  header(name: string): string | undefined;
  /** The token of `Authorization: Bearer` (RFC 6750 §2.1); '' where the header holds none, or came twice. */
  readonly bearer: string | undefined;
}

/** What stands in for a request where only headers are at hand. */
export type AnyRequest = IncomingMessage | Request;

const bearerShape = /^Bearer +([\w.~+/-]+=*)$/i;
const schemeShape = /^Bearer(?: |$)/i;

export class NodeVisit implements Visit {
  constructor(
    private readonly req: IncomingMessage,
    readonly target = req.url ?? '/',
  ) {}

  get method(): string {
    return this.req.method ?? 'GET';
  }

  get bearer(): string | undefined {
    const { authorization } = this.req.headers;
    if (authorization === undefined) return undefined;
    // Node keeps the first of two, a proxy in front may have looked at the other.
    return isSentTwice(this.req.rawHeaders, 'authorization') ? '' : bearerIn(authorization);
  }

  header(name: string): string | undefined {
    const value = this.req.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }
}

export class FetchVisit implements Visit {
  constructor(private readonly request: Request) {}

  get method(): string {
    return this.request.method;
  }

  get target(): string {
    const { pathname, search } = new URL(this.request.url);
    return pathname + search;
  }

  // Two lines arrive joined by a comma, which no token holds.
  get bearer(): string | undefined {
    return bearerIn(this.header('authorization'));
  }

  header(name: string): string | undefined {
    return this.request.headers.get(name) ?? undefined;
  }
}

export const visitOf = (request: AnyRequest): Visit =>
  'rawHeaders' in request ? new NodeVisit(request) : new FetchVisit(request);

// Another scheme's credential is not for us, and no reason to look at nothing else.
function bearerIn(authorization: string | undefined): string | undefined {
  if (authorization === undefined || !schemeShape.test(authorization)) return undefined;
  return bearerShape.exec(authorization)?.[1] ?? '';
}

function isSentTwice(rawHeaders: readonly string[], name: string): boolean {
  let times = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const each = rawHeaders[at];
    if (each?.length === name.length && each.toLowerCase() === name) times += 1;
  }
  return times > 1;
}
