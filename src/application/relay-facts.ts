import { itself } from '../domain/client.js';
import type { Fact } from '../domain/events.js';
import type { Notifier } from '../domain/ports/notifier.js';
import type { Outbox } from '../domain/ports/outbox.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { securityMail } from './security-mail.js';

/** Tells users what happened to their accounts: after the commit, at least once. */
export class RelayFacts {
  constructor(
    private readonly its: { readonly outbox: Outbox; readonly work: UnitOfWork; readonly notifier: Notifier },
  ) {}

  /** Resolves with how many facts were handed on, at most `limit`. */
  execute(limit: number): Promise<number> {
    return this.its.outbox.drain((fact) => this.deliver(fact), limit);
  }

  private async deliver(fact: Fact): Promise<void> {
    const { work, notifier } = this.its;
    const notice = securityMail(fact);
    const { userId } = fact.event;
    if (!notice || !userId) return;
    const to = await work.run(itself, async (tx) => {
      const user = await tx.users.byId(userId);
      const { service } = user?.snapshot() ?? {};
      // Of what happens to a service account its owner hears.
      return (service ? await tx.users.byId(service.owner) : user)?.snapshot().email;
    });
    if (to) await notifier.send({ about: fact.id, to, ...notice });
  }
}
