import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { AuthenticateRequest } from '../../application/authenticate-request.js';
import type { Client } from '../../domain/client.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Envelope } from '../../application/envelope.js';
import { RequestContext } from './context.js';
import { DocumentLimits } from './document-limits.js';

export interface GraphQLRequest {
  readonly method: string;
  /** As node gives them: lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The query string with its question mark, or nothing. */
  readonly search: string;
  /** Parsed JSON; undefined where there is no body. */
  readonly body: unknown;
  readonly client: Client;
  readonly envelope: Envelope;
}

export interface GraphQLAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = 'application/json; charset=utf-8';
// The only ones that Apollo looks at: the less it is given, the less it copies.
const looked = ['content-type', 'x-apollo-operation-name', 'apollo-require-preflight'] as const;

/** One GraphQL request in, one answer out; whoever owns the socket mounts it. Cookies leave through the envelope. */
export class GraphQLEndpoint {
  private readonly limits = new DocumentLimits();

  constructor(
    private readonly its: {
      readonly server: ApolloServer<RequestContext>;
      readonly authenticate: AuthenticateRequest;
      readonly clock: Clock;
    },
  ) {}

  async answer(request: GraphQLRequest): Promise<GraphQLAnswer> {
    const { method, search, body, client, envelope } = request;
    const source = sourceOf(request);
    const refusal = source === undefined ? undefined : this.limits.refusalOf(source);
    if (refusal) return refused(refusal, client);

    const context = new RequestContext(client, envelope, this.its.authenticate);
    const answer = await this.its.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers: headersOf(request), search, body },
      context: async () => context,
    });
    return this.sealed(answer, context);
  }

  private sealed({ status = 200, headers, body }: HTTPGraphQLResponse, { reply }: RequestContext): GraphQLAnswer {
    if (body.kind !== 'complete') throw new Error('An answer in parts was not asked for');
    const head = Object.fromEntries(headers);
    if (reply.retryAt) head['retry-after'] = String(this.secondsUntil(reply.retryAt));
    return { status: status === 200 ? reply.status : status, headers: head, body: body.string };
  }

  private secondsUntil(moment: Date): number {
    return Math.max(1, Math.ceil((moment.getTime() - this.its.clock.now().getTime()) / 1000));
  }
}

/** The document, wherever Apollo would look for it. */
function sourceOf({ method, search, body }: GraphQLRequest): string | undefined {
  if (method === 'GET') return new URLSearchParams(search).get('query') ?? undefined;
  if (typeof body !== 'object' || body === null || !('query' in body)) return undefined;
  return typeof body.query === 'string' ? body.query : undefined;
}

function headersOf({ headers }: GraphQLRequest): HeaderMap {
  const given = new HeaderMap();
  for (const name of looked) {
    const value = headers[name];
    if (typeof value === 'string') given.set(name, value);
  }
  // Whoever takes anything, or JSON, gets JSON without negotiating.
  const { accept } = headers;
  if (typeof accept === 'string' && accept !== '*/*' && accept !== 'application/json') given.set('accept', accept);
  return given;
}

function refused({ message, extensions }: GraphQLError, { correlationId }: Client): GraphQLAnswer {
  const error = { message, extensions: { ...extensions, requestId: correlationId } };
  return { status: 400, headers: { 'content-type': json }, body: JSON.stringify({ errors: [error] }) };
}
