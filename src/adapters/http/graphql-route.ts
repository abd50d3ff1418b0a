import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client } from '../../domain/client.js';
import type { GraphQLEndpoint } from '../graphql/endpoint.js';
import { readJson } from './body.js';
import type { ClientAddress } from './client-address.js';
import { deviceName } from './device-name.js';
import { wantedLanguage } from './language.js';
import type { Envelopes } from './envelopes.js';
import { admitOrigin, answerPreflight, type Origins } from './origins.js';
import { Problem } from './problem.js';
import { Quotas } from './quotas.js';

export interface GraphqlRouteParts {
  readonly door: Pick<GraphQLEndpoint, 'answer'>;
  readonly envelopes: Envelopes;
  readonly origins: Origins;
  readonly addressOf: ClientAddress;
  /** Whether a browser that looks at the endpoint is shown a page to try it on. */
  readonly page: boolean;
}

// The page brings a policy of its own in its head; this one is about who may frame it and where it may post to.
const pagePolicy = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What an answer of Apollo's may say, too, and we say of every answer. */
const ours: ReadonlySet<string> = new Set(['cache-control', 'content-length']);

/** GraphQL over HTTP: POST and JSON alone, so that no link, form or simple request can carry out anything. */
export class GraphqlRoute {
  constructor(private readonly its: GraphqlRouteParts) {}

  /** `head`: names and values in turn that the answer begins with. Rejects with a `Problem` for what never reaches GraphQL. */
  async handle(
    req: IncomingMessage,
    res: ServerResponse,
    search: string,
    requestId: string,
    head: string[],
  ): Promise<void> {
    const { door, envelopes, origins, addressOf, page } = this.its;
    admitOrigin(origins, req, res);
    if (req.method === 'OPTIONS') return answerPreflight(res);
    const looking = page && req.method === 'GET' && (req.headers.accept ?? '').includes('text/html');
    if (req.method !== 'POST' && !looking) throw new Problem(405, 'Send GraphQL as POST.', { Allow: 'POST' });

    const body = looking ? undefined : await readJson(req);
    const envelope = envelopes.open(req);
    const quotas = new Quotas();
    const client: Client = {
      hears: quotas.hear,
      address: addressOf(req),
      device: deviceName(req.headers['user-agent']),
      language: wantedLanguage(req.headers['accept-language']),
      correlationId: requestId,
    };
    const { method = 'POST', headers } = req;
    // A page takes no query: what stands in its address would be carried into it.
    const answer = await door.answer({ method, headers, search: looking ? '' : search, body, envelope, client });
    if (looking) res.setHeader('Content-Security-Policy', pagePolicy);
    envelope.seal(res);
    for (const [name, value] of answer.headers) if (!ours.has(name)) head.push(name, value);
    for (const [name, value] of Object.entries(quotas.headers)) head.push(name, value);
    head.push('Content-Length', String(Buffer.byteLength(answer.body)));
    res.writeHead(answer.status, head);
    // As text it leaves in one piece with its head; as bytes it would be a second piece.
    res.end(answer.body);
  }
}
