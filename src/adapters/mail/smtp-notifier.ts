import type { NodemailerError, SentMessageInfo, Transporter } from 'nodemailer';
import type { Secret } from '../../domain/secret.js';
import type { Message, Notifier } from '../../domain/ports/notifier.js';
import { Undeliverable } from '../../domain/ports/outbox.js';
import type { EmailAddress } from '../../domain/user/email-address.js';
import { letter, type Sender } from './letter.js';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `implicit` from the first byte, `required` by STARTTLS or nothing is said, `off` in the open. */
  readonly tls: 'implicit' | 'required' | 'off';
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

export interface SmtpNotifierParts {
  readonly server: SmtpServer;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  readonly sender: Sender;
  /** Milliseconds a mail may take altogether: whoever delivers is given a minute (`Outbox`). */
  readonly patience?: number;
}

const longest = 20_000;

/** Hands messages to a mail server (RFC 5321, RFC 6409). */
export class SmtpNotifier implements Notifier {
  #transport: Promise<Transporter> | undefined;

  constructor(private readonly its: SmtpNotifierParts) {}

  async send(message: Message): Promise<void> {
    const { from, sender, patience = longest } = this.its;
    const { language, subject, text, html } = letter(message, sender);
    const transport = await this.transport();
    const sending: Promise<SentMessageInfo> = transport.sendMail({
      // Its own to write in: what we hold is frozen.
      from: { ...from },
      to: { name: '', address: message.to },
      subject,
      text,
      html,
      // The same message twice is seen to be the same: most mailboxes show it once.
      messageId: `<${message.about}.${message.template}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
      date: message.at,
      headers: {
        // Nobody's holiday answers a machine (RFC 3834).
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'Content-Language': language,
      },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.timeout(patience),
    });
    await sending.catch((problem: unknown) => Promise.reject(reason(problem)));
  }

  /** Whether the server would take mail from us: signs in, and sends nothing. Rejects with what is wrong. */
  async verify(): Promise<void> {
    const transport = await this.transport();
    await transport.verify().catch((problem: unknown) => Promise.reject(reason(problem)));
  }

  /** Lets go of connections that are kept for the next mail. */
  async close(): Promise<void> {
    const transport = await this.#transport;
    this.#transport = undefined;
    transport?.close();
  }

  /** Loaded with the first mail: a start need not wait for it. */
  private transport(): Promise<Transporter> {
    this.#transport ??= import('nodemailer').then(({ createTransport }) => {
      const { host, port, tls, user, password } = this.its.server;
      return createTransport({
        pool: true,
        host,
        port,
        secure: tls === 'implicit',
        requireTLS: tls === 'required',
        ignoreTLS: tls === 'off',
        tls: { minVersion: 'TLSv1.2' },
        ...(user !== undefined && { auth: { user, pass: password?.reveal() ?? '' } }),
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 15_000,
        dnsTimeout: 5_000,
        // Sent again by the outbox, which counts.
        maxRequeues: 0,
        idleTimeout: 10_000,
      });
    });
    return this.#transport;
  }
}

/** What went wrong, without the server's words: they often name the address, or hold the message. */
function reason(problem: unknown): Error {
  const { code, name, responseCode, permanent, command = '' } = problem as NodemailerError;
  const at = /^[A-Z ]{1,20}$/.test(command) ? ` to ${command}` : '';
  if (responseCode === undefined) return new Error(`no mail could be sent: ${code ?? name}`);
  const words = `the mail server answered ${responseCode}${at}`;
  // Of the recipient or the message alone: a refused sender or password is the operator's trouble, and passes.
  return permanent && /^(?:RCPT TO|DATA)$/.test(command) ? new Undeliverable(words) : new Error(words);
}
