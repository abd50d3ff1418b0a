import { createServer, STATUS_CODES, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { problemBody } from './problem.js';

/** Limits against clients that send a little at a time, or a lot at once (milliseconds and bytes). */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  // Longer than the 60 s after which common proxies drop an idle connection, so that they do it first.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
  // Above the longest address, so that a long address is told apart from long headers.
  maxHeaderSize: 24 * 1024,
  // Node's own parser, in its strict mode, refuses what two readers could read in two ways (RFC 9112 §6.3).
  insecureHTTPParser: false,
  requireHostHeader: true,
};

interface Answering {
  /** The latest: whatever was asked before it on the same connection is answered first. */
  answering: ServerResponse | undefined;
}

/** A listening server that can be asked to leave politely. */
export class HttpServer {
  readonly #server: Server;
  // What is being answered on each connection. A set of answers would be rebuilt every few requests, and V8 links each
  // former table of a set to the next: once one is in the old space, all that come after it follow, answers included.
  readonly #connections = new Map<Socket, Answering>();
  #leaving = false;

  constructor(listener: RequestListener) {
    this.#server = createServer(limits, (req, res) => {
      const connection = this.#connections.get(req.socket);
      if (connection) {
        connection.answering = res;
        res.once('close', () => {
          if (connection.answering === res) connection.answering = undefined;
        });
      }
      if (this.#leaving) res.setHeader('Connection', 'close');
      listener(req, res);
    });
    this.#server.on('connection', (socket) => {
      this.#connections.set(socket, { answering: undefined });
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('clientError', refuseUnread);
  }

  /** Lets the process end while it listens. */
  unref(): this {
    this.#server.unref().on('connection', (socket) => socket.unref());
    return this;
  }

  /** Resolves with the port that was given. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host }, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Accepts nobody any more, lets who is being answered finish, and cuts what is left after `patience` milliseconds. */
  async drain(patience: number): Promise<'finished' | 'cut'> {
    this.#leaving = true;
    for (const { answering } of this.#connections.values()) {
      if (answering && !answering.headersSent) answering.setHeader('Connection', 'close');
    }
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    // Connections that became idle since, or never asked for anything, would keep it open.
    const sweep = setInterval(() => this.closeUnused(), 50);
    let cut = false;
    const limit = setTimeout(() => {
      cut = true;
      this.#server.closeAllConnections();
    }, patience);
    await closed;
    clearInterval(sweep);
    clearTimeout(limit);
    return cut ? 'cut' : 'finished';
  }

  private closeUnused(): void {
    this.#server.closeIdleConnections();
    for (const socket of this.#connections.keys()) if (socket.bytesRead === 0) socket.destroy();
  }
}

/** What could not be read as a request gets an answer and no second chance on its connection. */
function refuseUnread(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const body = problemBody(status, undefined);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
