import type { Digest, LinkId } from '../ids.js';
import type { Mailbox } from '../recovery/mailbox.js';
import type { MailedLink } from '../recovery/mailed-link.js';

export interface MailedLinks {
  byId(id: LinkId): Promise<MailedLink | undefined>;
  add(link: MailedLink): void;
}

export interface Mailboxes {
  /** The address as it stands, empty where nothing was ever mailed. Loaded is tracked: there is nothing to add. */
  of(address: Digest, now: Date): Promise<Mailbox>;
}
