import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request as it arrived. */
export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly payload: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** How it answers its nth request, from 0; a number is a status. */
export type Answering = (res: ServerResponse, nth: number) => unknown;

/** A real HTTP server on this machine that is told what happens. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Delivered[];
  answer: Answering;
  /** How many connections it ever had. */
  readonly connections: number;
  /** Cuts those that are open, as a server does that restarts. */
  cut(): void;
  close(): Promise<void>;
}

export const answering =
  (...codes: readonly number[]): Answering =>
  (res, nth) =>
    res.writeHead(codes[nth] ?? codes.at(-1) ?? 204).end();

export async function receiver(answer: Answering = answering(204)): Promise<Receiver> {
  const received: Delivered[] = [];
  let connections = 0;
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      received.push({ headers: req.headers, body, payload: JSON.parse(body) as Delivered['payload'] });
      return its.answer(res, received.length - 1);
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const its: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer,
    get connections() {
      return connections;
    },
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return its;
}
