import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Call } from './job.js';

export interface Answer {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  readonly body: string;
}

const headEnd = '\r\n\r\n';

/** The request as it goes over the wire, made once and sent often. */
export function requestOf({ path, headers, body }: Call, address: string | undefined): Buffer {
  const lines = {
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...(address && { 'x-forwarded-for': address }),
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`);
}

/**
 * One keep-alive connection that asks one thing at a time. It shares the machine with what it measures, so it does no
 * more than it must: `node:http` and `fetch` would cost as much as some of the answers.
 */
export class Wire {
  private received = '';
  private waiting: { resolve(answer: Answer): void; reject(problem: Error): void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', (problem) => this.fail(problem));
    socket.on('close', () => this.fail(new Error('The server closed the connection')));
  }

  static async to(port: number): Promise<Wire> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Wire(socket);
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: string): void {
    this.received = this.received === '' ? chunk : this.received + chunk;
    const end = this.received.indexOf(headEnd);
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.fail(new Error(`An answer of unknown length: ${head}`));
    const bodyAt = end + headEnd.length;
    if (this.received.length < bodyAt + Number(length)) return;
    const retryAfter = /\r\nretry-after: *(\d+)/i.exec(head)?.[1];
    const body = this.received.slice(bodyAt);
    const { waiting } = this;
    this.received = '';
    this.waiting = undefined;
    waiting?.resolve({
      status: Number(head.slice(9, 12)),
      retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
      body,
    });
  }

  private fail(problem: Error): void {
    this.waiting?.reject(problem);
    this.waiting = undefined;
  }
}
