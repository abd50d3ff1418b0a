import { itself } from '../domain/client.js';
import type { Fact } from '../domain/events.js';
import type { LinkId } from '../domain/ids.js';
import { usualLanguage } from '../domain/notice/language.js';
import { hasNotMe, type Notice } from '../domain/notice/notices.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Message } from '../domain/ports/notifier.js';
import type { Transaction, UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Errand, MailedLink } from '../domain/recovery/mailed-link.js';
import type { Secret } from '../domain/secret.js';
import type { User } from '../domain/user/user.js';
import type { Addressee, LinkDesk } from './link-desk.js';
import { remedy, remedyIdOf } from './remedy.js';

/** Whom a notice goes to, and the addresses that it carries for them alone. */
export type Addressed = Pick<Message, 'to' | 'language' | 'link' | 'notMe'>;

/** Addresses notices. The links of a notice are issued when it is told, once a fact. */
export class Addressing {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly links: LinkDesk;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  /** Undefined where there is nobody to tell, or where telling it would be of no use any more. */
  address(fact: Fact, notice: Notice): Promise<Addressed | undefined> {
    return this.its.work.run(itself, async (tx) => {
      const { event } = fact;
      if (event.type === 'link.issued') return this.ofLink(tx, event.linkId);
      if (event.type === 'address.changed') return this.ofFormerAddress(tx, fact, event.linkId, event.undoable);
      const user = event.userId && (await personOf(tx, event.userId));
      if (!user) return undefined;
      const addressee = { email: user.snapshot().email, user };
      const errand = remedy(fact);
      if (errand && (await this.isFull(tx, fact, errand, addressee))) return undefined;
      const link = errand && this.its.links.addressOf(await this.linkOf(tx, remedyIdOf(fact), errand, addressee));
      const notMe = hasNotMe(notice.template) ? await this.notMe(tx, fact, addressee, false) : undefined;
      return addressed(addressee, { link, notMe });
    });
  }

  /** A link that was asked for is what its mail is about. */
  private async ofLink(tx: Transaction, id: LinkId): Promise<Addressed | undefined> {
    const link = await tx.links.byId(id);
    const user = link?.userId && (await tx.users.byId(link.userId));
    // Spent or over before it could be mailed.
    if (!link?.isOpen(user || undefined, this.its.clock.now())) return undefined;
    const address = this.its.links.addressOf(link);
    const { errand, to: email } = link;
    const language = errand.purpose === 'confirm-address' ? errand.wish.language : undefined;
    return address && addressed({ email, user: user || undefined }, { link: address }, language);
  }

  /** The one notice that goes to an address which is nobody's any more, and can take it back. */
  private async ofFormerAddress(
    tx: Transaction,
    fact: Fact,
    id: LinkId,
    undoable: boolean,
  ): Promise<Addressed | undefined> {
    const link = await tx.links.byId(id);
    const user = link?.userId && (await tx.users.byId(link.userId));
    if (link?.errand.purpose !== 'change-address' || !user) return undefined;
    const addressee = { email: link.errand.from, user };
    return addressed(addressee, { notMe: undoable ? await this.notMe(tx, fact, addressee, true) : undefined });
  }

  /** Three a day: strangers can close a pool as often as they like. Whoever exposes a password does so once. */
  private async isFull(tx: Transaction, fact: Fact, { purpose }: Errand, { email }: Addressee): Promise<boolean> {
    const { links, clock, policy } = this.its;
    if (purpose !== 'open-pool' || (await tx.links.byId(remedyIdOf(fact)))) return false;
    const now = clock.now();
    return (await links.mailbox(tx, email, now)).take(purpose, now, policy) === 'full';
  }

  private async notMe(tx: Transaction, fact: Fact, to: Addressee, restores: boolean) {
    return this.its.links.addressOf(await this.linkOf(tx, linkIdOf(fact), { purpose: 'not-me', restores }, to));
  }

  /** Of a fact there is one link for each purpose, however often it is told. */
  private async linkOf(tx: Transaction, id: LinkId, errand: Errand, to: Addressee): Promise<MailedLink> {
    return (await tx.links.byId(id)) ?? this.its.links.add(tx, errand, to, this.its.clock.now(), id);
  }
}

const linkIdOf = ({ id }: Fact): LinkId => id as string as LinkId;

/** Of what happens to a service account its owner hears. */
async function personOf(tx: Transaction, id: User['id']): Promise<User | undefined> {
  const user = await tx.users.byId(id);
  const { service } = user?.snapshot() ?? {};
  const person = service ? await tx.users.byId(service.owner) : user;
  // Whoever was deleted has no address any more.
  return person?.snapshot().status === 'deleted' ? undefined : person;
}

function addressed(
  { email: to, user }: Addressee,
  { link, notMe }: { readonly link?: Secret | undefined; readonly notMe?: Secret | undefined },
  language = user?.snapshot().language ?? usualLanguage,
): Addressed {
  return { to, language, ...(link && { link }), ...(notMe && { notMe }) };
}
