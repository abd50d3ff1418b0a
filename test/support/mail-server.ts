import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One mail as it arrived: parsed, and as it was sent over the wire. */
export interface Received {
  readonly raw: string;
  readonly email: Email;
  readonly from: string;
  readonly to: readonly string[];
}

/** A real SMTP server on this machine, which keeps what it is handed. */
export interface MailServer {
  readonly port: number;
  readonly received: readonly Received[];
  /** Resolves when so many have arrived. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function mailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onData(stream, session, callback) {
      void (async () => {
        const raw = await text(stream);
        const email = await PostalMime.parse(raw);
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        received.push({ raw, email, from: mailFrom ? mailFrom.address : '', to });
        for (const wake of waiting) wake();
        callback();
      })();
    },
    ...options,
  });
  // A client that goes away in the middle is the test's own doing.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (received.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
