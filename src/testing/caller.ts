import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { GraphQLEndpoint } from '../adapters/graphql/endpoint.js';
import { deviceName } from '../adapters/http/device-name.js';
import { wantedLanguage } from '../adapters/http/language.js';
import type { Envelopes } from '../adapters/http/envelopes.js';

/** One answer of a field: an object with its type's name, as far as it was asked for. */
export interface Result {
  readonly __typename: string;
  readonly [field: string]: unknown;
}
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly data: Readonly<Record<string, Result | null>> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly search?: string;
  readonly body?: unknown;
}

let requests = 0;

/**
 * A client of GraphQL that needs no port. It keeps its cookies, as a browser does, and sends a bearer token where it was
 * given one.
 */
export class Caller {
  readonly cookies = new Map<string, string>();
  bearer: string | undefined;

  constructor(
    private readonly endpoint: GraphQLEndpoint,
    private readonly envelopes: Envelopes,
    private readonly address = '192.0.2.1',
  ) {}

  /** A request that came through no socket. */
  static incoming({ bearer, headers = {} }: Pick<Sent, 'headers'> & { readonly bearer?: string }): IncomingMessage {
    const incoming = new IncomingMessage(new Socket());
    incoming.headers = { ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }), ...headers };
    return incoming;
  }

  /** A POST of JSON. */
  ask(query: string, variables?: object): Promise<Answered> {
    return this.send({ body: { query, ...(variables && { variables }) } });
  }

  /** The answer of a document's one field. Rejects with everything that was said where there is an error. */
  async one(query: string, variables?: object): Promise<Result> {
    const { data, errors, text } = await this.ask(query, variables);
    const [result] = Object.values(data ?? {});
    if (!result || errors.length > 0) throw new Error(`That was not answered: ${text}`);
    return result;
  }

  async send({ method = 'POST', headers = {}, search = '', body }: Sent): Promise<Answered> {
    const incoming = Caller.incoming({
      ...(this.bearer !== undefined && { bearer: this.bearer }),
      headers: {
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...headers,
      },
    });
    const outgoing = new ServerResponse(incoming);
    const envelope = this.envelopes.open(incoming);
    const client = {
      address: this.address,
      device: deviceName(incoming.headers['user-agent']),
      language: wantedLanguage(incoming.headers['accept-language']),
      correlationId: `request ${(requests += 1)}`,
    };
    const answer = await this.endpoint.answer({ method, headers: incoming.headers, search, body, client, envelope });
    envelope.seal(outgoing);
    this.keep(outgoing);
    const said = answer.headers.get('content-type')?.startsWith('application/json') ? read(answer.body) : {};
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: answer.body,
      data: said.data,
      errors: said.errors ?? [],
    };
  }

  private keep(outgoing: ServerResponse): void {
    const lines = outgoing.getHeader('set-cookie');
    for (const line of Array.isArray(lines) ? lines : []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

const read = (body: string): { data?: Answered['data']; errors?: Answered['errors'] } =>
  JSON.parse(body) as { data?: Answered['data']; errors?: Answered['errors'] };
