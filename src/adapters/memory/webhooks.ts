import type { Client } from '../../domain/client.js';
import type { FactId, WebhookId } from '../../domain/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { Webhooks } from '../../domain/ports/webhooks.js';
import { Webhook } from '../../domain/webhook/webhook.js';
import type { MemoryStore } from './store.js';

/** No turn is given to anybody between reading and writing, so nobody can be faster. */
export class MemoryWebhooks implements Webhooks {
  constructor(
    private readonly its: {
      readonly store: Pick<MemoryStore, 'webhooks' | 'facts'>;
      readonly clock: Clock;
      readonly entropy: Pick<Entropy, 'id'>;
    },
  ) {}

  async all(): Promise<readonly Webhook[]> {
    const states = [...this.its.store.webhooks.states()];
    states.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    return states.map((state) => Webhook.restore(structuredClone(state)));
  }

  async byId(id: WebhookId): Promise<Webhook | undefined> {
    const row = this.its.store.webhooks.get(id);
    return row && Webhook.restore(row.state);
  }

  async add(by: Client, webhook: Webhook, most: number): Promise<boolean> {
    const { webhooks } = this.its.store;
    if ([...webhooks.states()].length >= most) return false;
    webhooks.put(webhook.snapshot(), 1);
    this.tell(by, webhook, webhook.id as string as FactId);
    return true;
  }

  async change<T>(by: Client, id: WebhookId, decide: (webhook: Webhook) => T): Promise<T | undefined> {
    const { webhooks } = this.its.store;
    const row = webhooks.get(id);
    if (!row) return undefined;
    const webhook = Webhook.restore(row.state);
    const result = decide(webhook);
    webhooks.put(webhook.snapshot(), row.version + 1);
    this.tell(by, webhook);
    return result;
  }

  async remove(by: Client, id: WebhookId): Promise<boolean> {
    const { webhooks } = this.its.store;
    const row = webhooks.get(id);
    if (!row) return false;
    const webhook = Webhook.restore(row.state);
    webhook.remove();
    webhooks.remove(id);
    this.tell(by, webhook);
    return true;
  }

  private tell({ address, device, correlationId, actor }: Client, webhook: Webhook, first?: FactId): void {
    const { store, clock, entropy } = this.its;
    for (const [n, event] of webhook.releaseEvents().entries()) {
      const id = n === 0 && first ? first : entropy.id<FactId>();
      store.facts.push({ id, at: clock.now(), address, device, correlationId, actor, event });
    }
  }
}
