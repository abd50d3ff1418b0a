import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Secret } from '../../domain/secret.js';
import { Problem } from './problem.js';

/** Metrics as a scraper reads them. */
export interface Scraped {
  readonly type: string;
  readonly body: string;
}

/**
 * `/metrics`, for whoever has the token and nobody else: how many users there are is no stranger's business. Where no
 * token was configured there is no such path.
 */
export class MetricsRoute {
  private readonly wanted: Buffer;

  constructor(
    token: Secret,
    private readonly scrape: () => Promise<Scraped>,
  ) {
    this.wanted = digest(token.reveal());
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== 'GET') throw new Problem(405, 'Ask with GET.', { Allow: 'GET' });
    const [, given = ''] = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '') ?? [];
    // Digests are of one length, so neither that nor how much of it was right is told.
    if (!timingSafeEqual(digest(given), this.wanted))
      throw new Problem(401, 'Metrics take the token that was configured.', { 'WWW-Authenticate': 'Bearer' });
    const { type, body } = await this.scrape();
    res.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
    res.end(body);
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
