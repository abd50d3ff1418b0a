import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

/** The database that the service uses too, through as many connections. */
export const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_SIZE']),
});

/** The body, parsed. */
export async function read<T>(req: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as T;
}

export function send(res: ServerResponse, body: string, status = 200): void {
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Listens on a free port and tells the parent which. */
export async function listen(handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>): Promise<void> {
  const server = createServer((req, res) => {
    handle(req, res).catch((problem: unknown) => send(res, String(problem), 500));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port });
}
