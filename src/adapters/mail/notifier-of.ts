import type { Notifier } from '../../domain/ports/notifier.js';
import { ConsoleNotifier } from './console-notifier.js';
import type { Sender } from './letter.js';
import { SmtpNotifier, type SmtpNotifierParts } from './smtp-notifier.js';

export interface MailRoom {
  readonly mail: { readonly [P in 'server' | 'from']: SmtpNotifierParts[P] | undefined };
  readonly sender: Sender;
  /** Where mails are printed that nothing sends; undefined where nobody looks, and where links would be kept. */
  readonly terminal: { write(text: string): unknown } | undefined;
}

/** By SMTP where there is a server; else to the terminal; else nobody is told, as the log says at the start. */
export function notifierOf({ mail: { server, from }, sender, terminal }: MailRoom): Notifier {
  if (server && from) return new SmtpNotifier({ server, from, sender });
  return terminal ? new ConsoleNotifier(terminal, sender) : { send: () => Promise.resolve() };
}
