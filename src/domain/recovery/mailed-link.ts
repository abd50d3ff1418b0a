import { Aggregate } from '../aggregate.js';
import { after, type Duration } from '../duration.js';
import type { Digest, KeyId, LinkId, UserId } from '../ids.js';
import type { Language } from '../notice/language.js';
import type { AuthPolicy } from '../policy.js';
import type { EmailAddress } from '../user/email-address.js';
import type { PasswordHash } from '../user/password.js';
import type { User } from '../user/user.js';

/** What somebody wants who is not there yet: an account, as soon as the address turns out to be theirs. */
export interface PendingWish {
  readonly passwordHash: PasswordHash;
  /** Undefined where they did not say what they read. */
  readonly language: Language | undefined;
}

/** What a link is good for, and what it carries for that. A new purpose starts as one row here. */
export interface Errands {
  /** Makes the account that was wished for. */
  'confirm-address': { readonly wish: PendingWish };
  /** `from`: the address until then, whose owner hears of it. */
  'change-address': { readonly from: EmailAddress };
  'reset-password': object;
  /** The first password of somebody who was invited. */
  'set-password': object;
  /** Opens the strangers' password pool, and makes the browser a known device; opens no second-factor pool. */
  'open-pool': object;
  /** "This was not me". `restores`: the user's address becomes again the one that the notice went to. */
  'not-me': { readonly restores: boolean };
}
export type LinkPurpose = keyof Errands;
export type Errand = { readonly [P in LinkPurpose]: { readonly purpose: P } & Errands[P] }[LinkPurpose];

export interface MailedLinkState {
  readonly id: LinkId;
  /** The key that its secret is computed with when it is mailed: nothing that is stored is the secret. */
  readonly keyId: KeyId;
  readonly digest: Digest;
  readonly to: EmailAddress;
  readonly errand: Errand;
  /** Undefined where there is no user yet. */
  readonly userId: UserId | undefined;
  /** The user's when it was issued. */
  readonly epoch: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly spentAt: Date | undefined;
}

export type LinkIssue = Pick<MailedLinkState, 'id' | 'keyId' | 'digest' | 'to' | 'errand'>;

/** A secret that was mailed to one address, for one purpose, to be used once. */
export class MailedLink extends Aggregate<MailedLinkState> {
  static issue(issue: LinkIssue, user: User | undefined, now: Date, policy: AuthPolicy): MailedLink {
    const { purpose } = issue.errand;
    const link = new MailedLink({
      ...issue,
      userId: user?.id,
      epoch: user?.epoch ?? 0,
      issuedAt: now,
      expiresAt: after(now, lifeOf(purpose, policy)),
      spentAt: undefined,
    });
    link.record({ type: 'link.issued', linkId: issue.id, purpose, ...(user && { userId: user.id }) });
    return link;
  }

  static restore(state: MailedLinkState): MailedLink {
    return new MailedLink(state);
  }

  get id(): LinkId {
    return this.state.id;
  }

  get userId(): UserId | undefined {
    return this.state.userId;
  }

  get errand(): Errand {
    return this.state.errand;
  }

  get to(): EmailAddress {
    return this.state.to;
  }

  heldBy(secret: Digest): boolean {
    return this.state.digest === secret;
  }

  /** Unspent, in time, and for a user in good standing of whom nothing has changed since that would end it. */
  isOpen(user: User | undefined, now: Date): boolean {
    const { spentAt, expiresAt, userId, epoch, errand, to } = this.state;
    if (spentAt || expiresAt <= now || user?.id !== userId) return false;
    if (!user) return true;
    if (!user.isActive) return false;
    if (errand.purpose !== 'not-me') return user.epoch === epoch;
    // Whoever took an account over must not be able to silence its owner by changing something more; and whoever reads
    // the mail of an address that is no longer the user's has no say.
    return errand.restores || user.snapshot().email === to;
  }

  /** Once: what it is good for is done in the same decision. */
  spend(user: User | undefined, now: Date): void {
    // A bug, and thrown: what would be done next must not be.
    if (!this.isOpen(user, now)) throw new Error('A link was spent that is not open');
    const { id, userId, errand } = this.state;
    this.change({ spentAt: now });
    this.record({ type: 'link.spent', linkId: id, purpose: errand.purpose, ...(userId && { userId }) });
  }
}

function lifeOf(purpose: LinkPurpose, policy: AuthPolicy): Duration {
  // prettier-ignore
  switch (purpose) {
    case 'confirm-address':
    case 'change-address':
    case 'reset-password':
    case 'open-pool':    return policy.mailedLinkLife;
    case 'set-password': return policy.invitationLife;
    case 'not-me':       return policy.noticeLinkLife;
    default:             return purpose satisfies never;
  }
}
