import type { Client } from '../domain/client.js';
import { parseId, type WebhookId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Backlog, DeliveryView, WebhookDeliveries } from '../domain/ports/webhook-deliveries.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import type { WebhookState } from '../domain/webhook/webhook.js';
import { refusedOutright, type Authority, type Unauthorised } from './authority.js';

export interface ListWebhooksInput {
  readonly authority: Authority;
  /** This one alone. */
  readonly id?: string | undefined;
  /** So many of each one's last deliveries; 0 to 100. */
  readonly deliveries: number;
  readonly client: Client;
}

/** One webhook and how it fares; no secret of it. */
export interface WebhookListing extends Backlog {
  readonly webhook: WebhookState;
  /** Until when former secrets still sign, the latest first. */
  readonly formerSecretsUntil: readonly Date[];
  readonly deliveries: readonly DeliveryView[];
}

export type ListWebhooksOutcome =
  { readonly status: 'listed'; readonly webhooks: readonly WebhookListing[] } | Unauthorised;

const mostDeliveries = 100;

/** Who is told of facts, and what became of it lately. */
export class ListWebhooks {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly webhooks: Webhooks;
      readonly webhookDeliveries: WebhookDeliveries;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, id, deliveries, client }: ListWebhooksInput): Promise<ListWebhooksOutcome> {
    const { webhooks, webhookDeliveries, clock } = this.its;
    const refusal = await refusedOutright(this.its, authority, ['admin'], client);
    if (refusal) return refusal;
    const all = (await webhooks.all()).map((webhook) => webhook.snapshot());
    const some = id === undefined ? all : all.filter((webhook) => webhook.id === parseId<WebhookId>(id));
    const backlog = await webhookDeliveries.backlog(some.map((webhook) => webhook.id));
    const now = clock.now();
    const listed = some.map(async (webhook): Promise<WebhookListing> => {
      const limit = Math.max(0, Math.min(Math.trunc(deliveries), mostDeliveries));
      const ends = webhook.secrets.flatMap(({ until }) => (until && until > now ? [until] : []));
      return {
        webhook,
        formerSecretsUntil: ends,
        ...(backlog.get(webhook.id) ?? { waiting: 0, dead: 0 }),
        deliveries: limit > 0 ? await webhookDeliveries.last(webhook.id, limit) : [],
      };
    });
    return { status: 'listed', webhooks: await Promise.all(listed) };
  }
}
