import Keygrip from 'keygrip';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { app } from '../../src/adapters/http/app.js';
import { clientAddress, type TrustedProxies } from '../../src/adapters/http/client-address.js';
import type { Envelope } from '../../src/application/envelope.js';
import type { GraphQLRequest } from '../../src/adapters/graphql/endpoint.js';
import type { CookieKeys } from '../../src/adapters/http/cookie.js';
import { Envelopes } from '../../src/adapters/http/envelopes.js';
import { GraphqlRoute } from '../../src/adapters/http/graphql-route.js';
import { openLog } from '../../src/adapters/http/log.js';
import { tellProblem } from '../../src/adapters/http/problem.js';
import { Probes } from '../../src/adapters/http/probes.js';
import { Readiness, type ReadyCheck } from '../../src/adapters/http/readiness.js';
import { HttpServer } from '../../src/adapters/http/server.js';

/** The HTTP door with nobody behind it but the test: what comes through is kept, and `onRequest` may fill envelopes. */
export interface Doorstep {
  readonly url: string;
  readonly port: number;
  readonly server: HttpServer;
  readonly requests: GraphQLRequest[];
  readonly logged: string[];
  close(): Promise<void>;
}
export interface DoorstepOptions {
  readonly publicUrl?: string;
  readonly allowedOrigins?: readonly string[];
  readonly trustProxy?: TrustedProxies;
  readonly cookieKeys?: readonly string[];
  readonly ready?: ReadyCheck;
  readonly page?: boolean;
  readonly onRequest?: (envelope: Envelope, request: GraphQLRequest) => unknown;
}

/** Keys that never change. */
export const cookieKeys = (keys: readonly string[]): CookieKeys =>
  Object.assign(new Keygrip([...keys], 'sha256'), { ids: keys.join() });

export async function doorstep(options: DoorstepOptions = {}): Promise<Doorstep> {
  const { publicUrl = 'http://localhost:4000', allowedOrigins = [], trustProxy = { kind: 'nobody' } } = options;
  const secure = publicUrl.startsWith('https:');
  const logged: string[] = [];
  const log = openLog('debug', { write: (line: string) => void logged.push(line) });
  const requests: GraphQLRequest[] = [];
  const graphql = new GraphqlRoute({
    door: {
      answer: async (request) => {
        requests.push(request);
        await options.onRequest?.(request.envelope, request);
        return { status: 200, headers: new Map([['content-type', 'application/json']]), body: '{"data":{}}' };
      },
    },
    envelopes: new Envelopes(cookieKeys(options.cookieKeys ?? ['cookie key']), secure),
    origins: { own: publicUrl, allowed: new Set(allowedOrigins) },
    addressOf: clientAddress(trustProxy),
    page: options.page ?? false,
  });
  const readiness = new Readiness([options.ready ?? (async () => true)]);
  const keys = { jwks: () => ({ body: { keys: [] }, maxAge: 300 }) };
  let rest: Promise<RequestListener> | undefined;
  const express = () =>
    (rest ??= import('../../src/adapters/http/rest-app.js').then(({ restApp }) =>
      restApp({ tell: tellProblem, keys, log }),
    ));
  const server = new HttpServer(
    app({
      pages: undefined,
      metrics: undefined,
      tell: tellProblem,
      graphql,
      probes: new Probes(readiness),
      rest: express,
      log,
      secure,
    }),
  );
  const port = await server.listen(0, '127.0.0.1');
  const close = async () => void (await server.drain(0));
  return { url: `http://127.0.0.1:${port}`, port, server, requests, logged, close };
}

/** A POST of JSON to `/graphql`, as any client sends it. */
export const post = (at: Doorstep, headers: Record<string, string> = {}, body = '{}'): Promise<Response> =>
  fetch(`${at.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

/** Bytes as they are, and all that comes back until the connection ends. */
export async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  return text(socket).catch(() => '');
}

/** `name=value` of every cookie that was set, and none of those that were cleared. */
export const jar = (response: Response): string =>
  response.headers
    .getSetCookie()
    .filter((line) => !/expires=Thu, 01 Jan 1970/i.test(line))
    .map((line) => line.split(';')[0])
    .join('; ');
