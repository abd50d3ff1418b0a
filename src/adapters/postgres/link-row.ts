import type { MailboxState } from '../../domain/recovery/mailbox.js';
import type { MailedLinkState } from '../../domain/recovery/mailed-link.js';
import { dateIn, type Json } from './json.js';

/** `mailed_links.state`, read. */
export function linkState(text: string): MailedLinkState {
  const json = JSON.parse(text) as Json<MailedLinkState>;
  return {
    id: json.id,
    keyId: json.keyId,
    digest: json.digest,
    to: json.to,
    // Nothing in an errand is a moment.
    errand: json.errand as MailedLinkState['errand'],
    userId: json.userId,
    epoch: json.epoch,
    issuedAt: new Date(json.issuedAt),
    expiresAt: new Date(json.expiresAt),
    spentAt: dateIn(json.spentAt),
  };
}

/** `mailboxes.state`, read. */
export function mailboxState(text: string): MailboxState {
  const json = JSON.parse(text) as Json<MailboxState>;
  return {
    id: json.id,
    mailed: json.mailed.map(({ purpose, at }) => ({ purpose, at: new Date(at) })),
    wish: json.wish,
    touchedAt: new Date(json.touchedAt),
  };
}
