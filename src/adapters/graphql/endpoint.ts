import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { AuthenticateRequest } from '../../application/authenticate-request.js';
import type { Client } from '../../domain/client.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Envelope } from '../../application/envelope.js';
import { RequestContext } from './context.js';
import { DocumentLimits } from './document-limits.js';
import { Negotiated } from './negotiated.js';
import { plainRequest, type PlainRequest } from './plain-request.js';

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
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const json = 'application/json; charset=utf-8';
// The only ones that Apollo looks at: the less it is given, the less it copies.
const looked = ['content-type', 'x-apollo-operation-name', 'apollo-require-preflight'] as const;

/** One GraphQL request in, one answer out; whoever owns the socket mounts it. Cookies leave through the envelope. */
export class GraphQLEndpoint {
  private readonly limits = new DocumentLimits();
  private readonly negotiated = new Negotiated();

  constructor(
    private readonly its: {
      readonly server: ApolloServer<RequestContext>;
      readonly authenticate: AuthenticateRequest;
      readonly clock: Clock;
    },
  ) {}

  async answer(request: GraphQLRequest): Promise<GraphQLAnswer> {
    const source = sourceOf(request);
    const refusal = source === undefined ? undefined : this.limits.refusalOf(source);
    if (refusal) return refused(refusal, request.client);

    const { client, envelope } = request;
    const context = new RequestContext(client, envelope, this.its.authenticate);
    const contentType = this.negotiated.for(request.headers['accept']);
    const plain = contentType === undefined ? undefined : plainRequest(request);
    return contentType && plain ? this.shortWay(plain, context, contentType) : this.longWay(request, context);
  }

  /** Straight to the operation, where Apollo's HTTP layer would find nothing to say. */
  private async shortWay(request: PlainRequest, context: RequestContext, type: string): Promise<GraphQLAnswer> {
    const { body, http } = await this.its.server.executeOperation(request, { contextValue: context });
    if (body.kind !== 'single') throw new Error('An answer in parts was not asked for');
    if (!http.headers.has('content-type')) http.headers.set('content-type', type);
    const { errors, data, extensions } = body.singleResult;
    const text = JSON.stringify({ errors: errors && identified(errors, context.client), data, extensions });
    return this.sealed(http.status, http.headers, text, context);
  }

  private async longWay(request: GraphQLRequest, context: RequestContext): Promise<GraphQLAnswer> {
    const { method, search, body } = request;
    const answer = await this.its.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers: headersOf(request), search, body },
      context: async () => context,
    });
    if (answer.body.kind !== 'complete') throw new Error('An answer in parts was not asked for');
    const { status, headers } = answer;
    const type = headers.get('content-type');
    if (!type?.includes('json')) return this.sealed(status, headers, answer.body.string, context);
    if (!status || status === 200) this.negotiated.learn(request.headers['accept'], type);
    const { errors, ...rest } = JSON.parse(answer.body.string) as FormattedExecutionResult;
    const text = errors ? JSON.stringify({ errors: identified(errors, context.client), ...rest }) : answer.body.string;
    return this.sealed(status, headers, text, context);
  }

  private sealed(status = 200, headers: Map<string, string>, body: string, { reply }: RequestContext): GraphQLAnswer {
    if (reply.retryAt) headers.set('retry-after', String(this.secondsUntil(reply.retryAt)));
    return { status: status === 200 ? reply.status : status, headers, body };
  }

  private secondsUntil(moment: Date): number {
    return Math.max(1, Math.ceil((moment.getTime() - this.its.clock.now().getTime()) / 1000));
  }
}

/** Errors as clients see them, with the request id that the log has, too. */
const identified = (
  errors: readonly GraphQLFormattedError[],
  { correlationId }: Client,
): readonly GraphQLFormattedError[] =>
  errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: correlationId } }));

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

function refused(error: GraphQLError, client: Client): GraphQLAnswer {
  const { message, extensions } = error;
  const body = JSON.stringify({ errors: identified([{ message, extensions }], client) });
  return { status: 400, headers: new Map([['content-type', json]]), body };
}
