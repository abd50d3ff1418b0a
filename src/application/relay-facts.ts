import { itself } from '../domain/client.js';
import { hours } from '../domain/duration.js';
import type { Fact } from '../domain/events.js';
import type { Notice, Template } from '../domain/notice/notices.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { NoticeTurns } from '../domain/ports/notice-turns.js';
import type { Message, Notifier } from '../domain/ports/notifier.js';
import type { Drained, Outbox, Subscriber } from '../domain/ports/outbox.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { securityMail } from './security-mail.js';

/** What strangers can cause as often as they like: told once an hour, or a mailbox could be filled with it. */
const causedByStrangers: ReadonlySet<Template> = new Set([
  'registration-repeated',
  'pool-closed',
  'second-factor-guessed',
]);
const turn = hours(1);

/** Tells users what happened to their accounts: after the commit, at least once. */
export class RelayFacts implements Subscriber {
  readonly name = 'mail';

  constructor(
    private readonly its: {
      readonly outbox: Outbox;
      readonly work: UnitOfWork;
      readonly notifier: Notifier;
      readonly noticeTurns: NoticeTurns;
      readonly policy: AuthPolicy;
    },
  ) {}

  /** Sends at most `limit`, one after the other; any number of workers may. */
  execute(limit: number): Promise<Drained> {
    return this.its.outbox.drain(this, limit);
  }

  wants(fact: Fact): boolean {
    return securityMail(fact, this.its.policy) !== undefined;
  }

  async deliver(fact: Fact): Promise<void> {
    const { notifier, policy } = this.its;
    const notice = securityMail(fact, policy);
    if (!notice || !(await this.isDue(notice, fact))) return;
    const addressee = await this.addressee(fact);
    if (!addressee) return;
    const { id: about, at, address, device } = fact;
    await notifier.send({ ...notice, about, at, address, device, ...addressee });
  }

  /** Of what happens to a service account its owner hears. */
  private async addressee({ event: { userId } }: Fact): Promise<Pick<Message, 'to' | 'language'> | undefined> {
    if (!userId) return undefined;
    return this.its.work.run(itself, async (tx) => {
      const user = await tx.users.byId(userId);
      const { service } = user?.snapshot() ?? {};
      const person = service ? await tx.users.byId(service.owner) : user;
      // Whoever was deleted has no address any more.
      if (!person || person.snapshot().status === 'deleted') return undefined;
      const { email: to, language } = person.snapshot();
      return { to, language };
    });
  }

  private async isDue({ template, values }: Notice, { id, at, event: { userId } }: Fact): Promise<boolean> {
    if (!causedByStrangers.has(template) || !userId) return true;
    const hour = Math.floor(at.getTime() / turn);
    const about = [template, ...Object.values(values).map(String), userId, hour].join(' ');
    return this.its.noticeTurns.take(about, id, new Date((hour + 2) * turn));
  }
}
