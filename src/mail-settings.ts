import { Secret } from './domain/secret.js';
import { EmailAddress } from './domain/user/email-address.js';
import type { Environment } from './environment.js';

/** Whom mails are handed to, and who writes them. */
export interface MailSettings {
  /** Undefined: nothing is sent; outside production it is printed. */
  readonly server:
    | {
        readonly host: string;
        readonly port: number;
        /** `implicit` from the first byte, `required` by STARTTLS or nothing is said, `off` in the open. */
        readonly tls: 'implicit' | 'required' | 'off';
        readonly user: string | undefined;
        readonly password: Secret | undefined;
      }
    | undefined;
  readonly from: { readonly name: string; readonly address: EmailAddress } | undefined;
}

type Server = NonNullable<MailSettings['server']>;

const rightServer = 'an SMTP address, such as smtps://user:password@mail.example.com or smtp://mail.example.com:587';
const rightSender = 'an address with or without a name, such as Example <no-reply@example.com>';

/** Mail needs a server and a sender, or neither. */
export function mailIn(env: Environment): MailSettings {
  const server = env.parsedSecret('SMTP_URL', rightServer, serverAt);
  const tls = env.oneOf('SMTP_TLS', ['required', 'off']);
  const from = env.parsed('MAIL_FROM', rightSender, senderIn);
  const [hasServer, hasSender] = [env.text('SMTP_URL') !== undefined, env.text('MAIL_FROM') !== undefined];
  if (hasServer && !hasSender) env.mistake('MAIL_FROM', `is not set, and SMTP_URL is: say who writes, ${rightSender}.`);
  for (const name of ['MAIL_FROM', 'SMTP_TLS'])
    if (!hasServer && env.text(name)) env.mistake(name, 'needs SMTP_URL beside it: without one no mail is sent.');
  if (server?.tls === 'implicit' && tls === 'off')
    env.mistake('SMTP_TLS', 'is off, and SMTP_URL begins with smtps: one of them is wrong.');
  return { server: server && tls && server.tls !== 'implicit' ? { ...server, tls } : server, from };
}

function serverAt(value: string): Server | undefined {
  const url = URL.parse(value);
  if (!url || !/^smtps?:$/.test(url.protocol) || !/^\/?$/.test(url.pathname) || url.search || url.hash)
    return undefined;
  // Of a scheme that it does not know a URL keeps the host as it was written.
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (!/^[a-z0-9.:_-]+$/.test(host)) return undefined;
  const implicit = url.protocol === 'smtps:';
  const [user, password] = [unescaped(url.username), unescaped(url.password)];
  if (user === undefined || password === undefined || (password !== '' && user === '')) return undefined;
  return {
    host,
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    // On this machine there is nobody in between.
    tls: implicit ? 'implicit' : isThisMachine(host) ? 'off' : 'required',
    user: user || undefined,
    password: password === '' ? undefined : new Secret(password),
  };
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);

function unescaped(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function senderIn(value: string): MailSettings['from'] {
  const [, name = '', bare = value] = /^([^<>\p{C}"]{1,64}) <([^<>]+)>$/u.exec(value) ?? [];
  const address = EmailAddress.parse(bare);
  // Servers accept no sender without a domain of its own, and no mail client shows one.
  return address && /@.+\../.test(address) ? { name: name.trim(), address } : undefined;
}
