import type { Client } from '../domain/client.js';
import { parseId, type FactId, type WebhookId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Outbox } from '../domain/ports/outbox.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { WebhookDeliveries } from '../domain/ports/webhook-deliveries.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import { subscriberOf } from '../domain/webhook/subscriber-of.js';
import { acting, refusedOutright, type Authority, type Unauthorised } from './authority.js';

export interface ReplayWebhookInput {
  readonly authority: Authority;
  readonly id: string;
  /** One delivery by its fact, taken or not; undefined: every dead letter. */
  readonly fact: string | undefined;
  readonly client: Client;
}

export type ReplayWebhookOutcome =
  | { readonly status: 'replayed'; readonly id: WebhookId; readonly deliveries: number }
  | { readonly status: 'unknown' }
  | Unauthorised;

/** Has it delivered again, at once and with as many tries as at first. */
export class ReplayWebhook {
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

  async execute({ authority, id: given, fact, client }: ReplayWebhookInput): Promise<ReplayWebhookOutcome> {
    const { webhooks, outbox } = this.its;
    const refusal = await refusedOutright(this.its, authority, ['admin'], client);
    if (refusal) return refusal;
    const id = parseId<WebhookId>(given);
    if (!id || !(await webhooks.byId(id))) return { status: 'unknown' };
    const deliveries =
      fact === undefined ? await outbox.replayAll(subscriberOf(id)) : await this.repeat(id, parseId<FactId>(fact));
    if (deliveries === undefined) return { status: 'unknown' };
    if (deliveries > 0) await webhooks.change(acting(authority, client), id, (webhook) => webhook.replay(deliveries));
    return { status: 'replayed', id, deliveries };
  }

  /** What it was never to be told it is not told now. */
  private async repeat(id: WebhookId, fact: FactId | undefined): Promise<number | undefined> {
    const { webhookDeliveries, outbox } = this.its;
    if (!fact || !(await webhookDeliveries.has(id, fact))) return undefined;
    return (await outbox.repeat(fact, subscriberOf(id))) ? 1 : undefined;
  }
}
