import { request } from 'node:https';
import type { Answer } from './graphql-client.js';
import type { TlsProxy } from './tls-proxy.js';
import type { Way } from './visitor.js';

/** Through a proxy that terminates TLS, as a browser does that trusts its certificate. */
export const through =
  ({ url, ca }: TlsProxy): Way =>
  (query, variables, { cookies, token, headers }) =>
    new Promise<Answer>((resolve, reject) => {
      const head = {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(cookies?.header && { cookie: cookies.header }),
        ...headers,
      };
      const sent = request(`${url}/graphql`, { method: 'POST', ca, headers: head }, async (answer) => {
        let text = '';
        for await (const chunk of answer) text += String(chunk);
        const lines = answer.headers['set-cookie'] ?? [];
        cookies?.take(lines);
        const back = new Headers(lines.map((line): [string, string] => ['set-cookie', line]));
        const { data, errors } = JSON.parse(text) as Pick<Answer, 'data' | 'errors'>;
        resolve({ status: answer.statusCode ?? 0, headers: back, text, data: data ?? {}, errors });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify({ query, variables }));
    });
