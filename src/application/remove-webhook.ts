import type { Client } from '../domain/client.js';
import { parseId, type WebhookId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Outbox } from '../domain/ports/outbox.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { WebhookDeliveries } from '../domain/ports/webhook-deliveries.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import { subscriberOf } from '../domain/webhook/subscriber-of.js';
import { acting, refusedOutright, type Authority, type Unauthorised } from './authority.js';

export interface RemoveWebhookInput {
  readonly authority: Authority;
  readonly id: string;
  readonly client: Client;
}

export type RemoveWebhookOutcome =
  { readonly status: 'removed'; readonly id: WebhookId } | { readonly status: 'unknown' } | Unauthorised;

/** Ends a webhook with its secrets, what it was owed, and what became of its deliveries. */
export class RemoveWebhook {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly webhooks: Webhooks;
      readonly webhookDeliveries: WebhookDeliveries;
      readonly outbox: Outbox;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, id: given, client }: RemoveWebhookInput): Promise<RemoveWebhookOutcome> {
    const { webhooks, webhookDeliveries, outbox } = this.its;
    const refusal = await refusedOutright(this.its, authority, ['admin'], client);
    if (refusal) return refusal;
    const id = parseId<WebhookId>(given);
    if (!id || !(await webhooks.remove(acting(authority, client), id))) return { status: 'unknown' };
    // Whoever serves it at this moment does the same when it sees that it is gone.
    await outbox.forget(subscriberOf(id));
    await webhookDeliveries.forget(id);
    return { status: 'removed', id };
  }
}
