import type { LinkId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { LinkSecrets } from '../domain/ports/link-secrets.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { Mailbox } from '../domain/recovery/mailbox.js';
import {
  MailedLink,
  type Errand,
  type Errands,
  type LinkPurpose,
  type PendingWish,
} from '../domain/recovery/mailed-link.js';
import { Secret } from '../domain/secret.js';
import type { EmailAddress } from '../domain/user/email-address.js';
import type { PasswordCheck } from '../domain/user/password.js';
import type { User } from '../domain/user/user.js';

/** Who is to have a link: an address, and its user where there is one. */
export interface Addressee {
  readonly email: EmailAddress;
  readonly user: User | undefined;
}

/** A link that was followed, which may be spent now. */
export interface Followed<P extends LinkPurpose = LinkPurpose> {
  readonly link: MailedLink;
  readonly errand: { readonly [Q in P]: { readonly purpose: Q } & Errands[Q] }[P];
  readonly user: User | undefined;
}

/** Issues links, says where they lead when they are mailed, and finds them when they come back. */
export class LinkDesk {
  constructor(
    private readonly its: {
      readonly linkSecrets: LinkSecrets;
      readonly entropy: Entropy;
      readonly policy: AuthPolicy;
      /** What every link begins with: our own page, or a team's frontend. */
      readonly linkUrl: string;
    },
  ) {}

  mailbox(tx: Transaction, email: EmailAddress, now: Date): Promise<Mailbox> {
    return tx.mailboxes.of(this.its.entropy.keyedDigest('typed-address', email), now);
  }

  /** What somebody wished for who has not shown yet that the address is theirs. */
  async wish(tx: Transaction, email: EmailAddress, now: Date): Promise<PendingWish | undefined> {
    if (this.its.policy.addressVerification === 'off') return undefined;
    const { wish } = await this.mailbox(tx, email, now);
    const errand = wish && (await tx.links.byId(wish))?.errand;
    return errand?.purpose === 'confirm-address' ? errand.wish : undefined;
  }

  /** Whoever knows the password of an account that waits gets the mail again that makes it; no answer tells of it. */
  async mailAgain(tx: Transaction, email: EmailAddress, check: PasswordCheck, now: Date): Promise<void> {
    const wish = check.matches ? await this.wish(tx, email, now) : undefined;
    if (wish && wish.passwordHash === check.against)
      await this.mail(tx, { purpose: 'confirm-address', wish }, { email, user: undefined }, now);
  }

  /** Has a link mailed after the commit, unless enough went to this address lately: those work still. */
  async mail(tx: Transaction, errand: Errand, { email, user }: Addressee, now: Date): Promise<'mailed' | 'full'> {
    const mailbox = await this.mailbox(tx, email, now);
    if (mailbox.take(errand.purpose, now, this.its.policy) === 'full') {
      const about = { purpose: errand.purpose, ...(user && { userId: user.id }) };
      tx.record({ type: 'link.refused', why: 'too-many', ...about });
      return 'full';
    }
    const { id } = this.add(tx, errand, { email, user }, now);
    if (errand.purpose === 'confirm-address') mailbox.await(id, now);
    return 'mailed';
  }

  /** Leaves what `mail` leaves and mails nothing, so that the time does not tell whether somebody has the address. */
  async feign(tx: Transaction, errand: Errand, email: EmailAddress, now: Date): Promise<void> {
    const mailbox = await this.mailbox(tx, email, now);
    if (mailbox.take(errand.purpose, now, this.its.policy) === 'full') return;
    // Without its fact it is told to nobody, and opens nothing: it is no user's.
    this.add(tx, errand, { email, user: undefined }, now).releaseEvents();
  }

  /** `id`: of the fact that a notice tells of, so that telling it again mails the same link. */
  add(
    tx: Transaction,
    errand: Errand,
    { email: to, user }: Addressee,
    now: Date,
    id = this.its.entropy.id<LinkId>(),
  ): MailedLink {
    const { linkSecrets, entropy, policy } = this.its;
    const keyId = linkSecrets.keyId();
    const secret = linkSecrets.of({ id, keyId });
    if (!secret) throw new Error('A link was issued under a key that is not there');
    const digest = entropy.digest('mailed-link', secret);
    const link = MailedLink.issue({ id, keyId, digest, to, errand }, user, now, policy);
    tx.links.add(link);
    return link;
  }

  /** Where a link leads, computed again: nothing secret waits to be mailed. Undefined where its key is gone. */
  addressOf(link: MailedLink): Secret | undefined {
    const { linkSecrets, linkUrl } = this.its;
    const { id, errand } = link;
    const secret = linkSecrets.of(link.snapshot());
    return secret && new Secret(`${linkUrl}/${errand.purpose}?code=${linkSecrets.code(id, secret).reveal()}`);
  }

  /** Undefined for a code that is not of an open link for one of these purposes; one answer, whatever the reason. */
  async follow<P extends LinkPurpose>(
    tx: Transaction,
    code: Secret,
    purposes: readonly P[],
    now: Date,
  ): Promise<Followed<P> | undefined> {
    const { linkSecrets, entropy } = this.its;
    const presented = linkSecrets.parse(code);
    const link = presented && (await tx.links.byId(presented.id));
    if (!presented || !link) return undefined;
    const { userId, errand } = link;
    const user = userId && (await tx.users.byId(userId));
    const about = { purpose: errand.purpose, ...(userId && { userId }) };
    const held = link.heldBy(entropy.digest('mailed-link', presented.secret));
    if (held && isFor(purposes, errand) && link.isOpen(user, now)) return { link, errand, user };
    // Only of links that there are: who makes codes up writes nothing.
    tx.record({ type: 'link.refused', why: held ? 'over' : 'wrong-secret', ...about });
    return undefined;
  }
}

const isFor = <P extends LinkPurpose>(
  purposes: readonly P[],
  errand: Errand,
): errand is Followed<P>['errand'] & Errand => purposes.some((purpose) => purpose === errand.purpose);
