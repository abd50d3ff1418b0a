import type { FactId, WebhookId } from '../../domain/ids.js';
import type { Attempt, Backlog, DeliveryView, WebhookDeliveries } from '../../domain/ports/webhook-deliveries.js';
import { subscriberOf } from '../../domain/webhook/subscriber-of.js';
import type { MemoryStore } from './store.js';

/** The last try of one delivery, and how many there were. */
export interface Tried extends Attempt {
  readonly webhook: WebhookId;
  readonly tries: number;
}

const keyOf = (webhook: WebhookId, fact: FactId): string => `${webhook} ${fact}`;

export class MemoryWebhookDeliveries implements WebhookDeliveries {
  constructor(private readonly store: Pick<MemoryStore, 'webhookDeliveries' | 'deliveries'>) {}

  async note(webhook: WebhookId, attempt: Attempt): Promise<void> {
    const { webhookDeliveries: all } = this.store;
    const key = keyOf(webhook, attempt.factId);
    all.set(key, { ...attempt, webhook, tries: 1 + (all.get(key)?.tries ?? 0) });
  }

  async last(webhook: WebhookId, limit: number): Promise<readonly DeliveryView[]> {
    return [...this.store.webhookDeliveries.values()]
      .filter((tried) => tried.webhook === webhook)
      .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.factId < b.factId ? 1 : -1))
      .slice(0, limit)
      .map((tried) => this.viewOf(tried));
  }

  async backlog(webhooks: readonly WebhookId[]): Promise<ReadonlyMap<WebhookId, Backlog>> {
    const owed = [...this.store.deliveries.values()];
    const of = (id: WebhookId): Backlog => {
      const mine = owed.filter(({ subscriber }) => subscriber === subscriberOf(id));
      const dead = mine.filter((each) => each.dead).length;
      return { waiting: mine.length - dead, dead };
    };
    return new Map(webhooks.map((id) => [id, of(id)]));
  }

  async has(webhook: WebhookId, fact: FactId): Promise<boolean> {
    return this.store.webhookDeliveries.has(keyOf(webhook, fact));
  }

  async forget(webhook: WebhookId): Promise<void> {
    const { webhookDeliveries: all } = this.store;
    for (const [key, tried] of all) if (tried.webhook === webhook) all.delete(key);
  }

  private viewOf({ webhook, ...tried }: Tried): DeliveryView {
    const owed = [...this.store.deliveries.values()].find(
      ({ fact, subscriber }) => fact.id === tried.factId && subscriber === subscriberOf(webhook),
    );
    const delivered = tried.why === undefined && !owed;
    const status = delivered ? 'delivered' : owed && !owed.dead ? 'waiting' : 'dead';
    return { ...tried, status, nextAt: status === 'waiting' ? owed?.dueAt : undefined };
  }
}
