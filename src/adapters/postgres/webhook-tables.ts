import { defineEntity, p } from '@mikro-orm/core';

/** Secrets in their state are sealed. */
export const Webhooks = defineEntity({
  name: 'Webhooks',
  tableName: 'webhooks',
  properties: {
    id: p.uuid().primary(),
    state: p.json(),
    createdAt: p.datetime().columnType('timestamptz'),
  },
});

/** What became of each; what a webhook is owed stands in `deliveries`. */
export const WebhookDeliveries = defineEntity({
  name: 'WebhookDeliveries',
  tableName: 'webhook_deliveries',
  indexes: [
    { name: 'webhook_deliveries_last_index', properties: ['webhookId', 'triedAt'] },
    { name: 'webhook_deliveries_tried_at_index', properties: 'triedAt' },
  ],
  properties: {
    webhookId: p.uuid().primary(),
    factId: p.uuid().primary(),
    kind: p.text(),
    tries: p.integer(),
    code: p.integer().nullable(),
    /** Null: it was taken. */
    why: p.text().nullable(),
    triedAt: p.datetime().columnType('timestamptz'),
  },
});

export const webhookTables = [Webhooks, WebhookDeliveries];
