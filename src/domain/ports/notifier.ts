import type { DeviceLabel } from '../client.js';
import type { FactId } from '../ids.js';
import type { Language } from '../notice/language.js';
import type { Notice } from '../notice/notices.js';
import type { Secret } from '../secret.js';
import type { EmailAddress } from '../user/email-address.js';

/** A word to a user about their account: what there is to say, and not yet how it is said. */
export type Message = Notice & {
  /** The fact it tells of: a message is sent at least once, and the same fact twice is the same message. */
  readonly about: FactId;
  readonly to: EmailAddress;
  readonly language: Language;
  /** When, and from where: as the fact has it, believed by nobody. */
  readonly at: Date;
  readonly address: string | undefined;
  readonly device: DeviceLabel | undefined;
  /** The address to follow, where the template has one: whoever holds it may do what it is for, once. */
  readonly link?: Secret;
  /** The address for "this was not me". */
  readonly notMe?: Secret;
};

export interface Notifier {
  /**
   * Rejects where it could not be sent and may be later, with `Undeliverable` where it never will be (`outbox.ts`). No error of it
   * holds an address or a link.
   */
  send(message: Message): Promise<void>;
  /** Lets go of what it holds; the next message opens it again. */
  close?(): Promise<void>;
}
