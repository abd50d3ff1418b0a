import { hours } from '../domain/duration.js';
import type { Fact } from '../domain/events.js';
import type { Notice, Template } from '../domain/notice/notices.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { NoticeTurns } from '../domain/ports/notice-turns.js';
import type { Notifier } from '../domain/ports/notifier.js';
import type { Drained, Outbox, Subscriber } from '../domain/ports/outbox.js';
import type { Addressing } from './addressing.js';
import { mailedKinds, securityMail } from './security-mail.js';

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
  readonly kinds = mailedKinds;

  constructor(
    private readonly its: {
      readonly outbox: Outbox;
      readonly addressing: Addressing;
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
    const { notifier, addressing, policy } = this.its;
    const notice = securityMail(fact, policy);
    if (!notice || !(await this.isDue(notice, fact))) return;
    const addressed = await addressing.address(fact, notice);
    if (!addressed) return;
    const { id: about, at, address, device } = fact;
    await notifier.send({ ...notice, about, at, address, device, ...addressed });
  }

  private async isDue({ template, values }: Notice, { id, at, event: { userId } }: Fact): Promise<boolean> {
    if (!causedByStrangers.has(template) || !userId) return true;
    const hour = Math.floor(at.getTime() / turn);
    const about = [template, ...Object.values(values).map(String), userId, hour].join(' ');
    return this.its.noticeTurns.take(about, id, new Date((hour + 2) * turn));
  }
}
