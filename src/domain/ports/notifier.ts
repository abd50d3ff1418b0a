import type { FactId } from '../ids.js';
import type { EmailAddress } from '../user/email-address.js';

/** A word to a user about their account. */
export interface Message {
  /** The fact it tells of: a message is sent at least once, and the same fact twice is the same message. */
  readonly about: FactId;
  readonly to: EmailAddress;
  readonly subject: string;
  readonly text: string;
}

export interface Notifier {
  send(message: Message): Promise<void>;
}
