import type { Client } from '../client.js';
import type { WebhookId } from '../ids.js';
import type { Webhook } from '../webhook/webhook.js';

/** The webhooks there are. What is recorded of one is committed with it, and caused by whoever is named. */
export interface Webhooks {
  /** The oldest first. */
  all(): Promise<readonly Webhook[]>;
  byId(id: WebhookId): Promise<Webhook | undefined>;
  /** Resolves with false, and has added nothing, where there are `most` already. Its first fact has the webhook's own id. */
  add(by: Client, webhook: Webhook, most: number): Promise<boolean>;
  /** One at a time: what `decide` is given nobody else changes meanwhile. Undefined where there is no such webhook. */
  change<T>(by: Client, id: WebhookId, decide: (webhook: Webhook) => T): Promise<T | undefined>;
  /** Resolves with whether it was there. */
  remove(by: Client, id: WebhookId): Promise<boolean>;
}
