import type { WebhookId } from '../ids.js';

/** By what name the outbox knows a webhook. */
export const subscriberOf = (webhook: WebhookId): string => `webhook:${webhook}`;
