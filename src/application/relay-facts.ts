import { itself } from '../domain/client.js';
import type { Fact } from '../domain/events.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Message, Notifier } from '../domain/ports/notifier.js';
import type { Outbox } from '../domain/ports/outbox.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { securityMail } from './security-mail.js';

/** Tells users what happened to their accounts: after the commit, at least once. */
export class RelayFacts {
  constructor(
    private readonly its: {
      readonly outbox: Outbox;
      readonly work: UnitOfWork;
      readonly notifier: Notifier;
      readonly policy: AuthPolicy;
    },
  ) {}

  /** Resolves with how many facts were handed on, at most `limit`. */
  execute(limit: number): Promise<number> {
    return this.its.outbox.drain((fact) => this.deliver(fact), limit);
  }

  private async deliver(fact: Fact): Promise<void> {
    const { notifier, policy } = this.its;
    const notice = securityMail(fact, policy);
    const addressee = notice && (await this.addressee(fact));
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
      if (!person) return undefined;
      const { email: to, language } = person.snapshot();
      return { to, language };
    });
  }
}
