import type { CreateWebhookOutcome } from '../../application/create-webhook.js';
import type { ListWebhooksOutcome, WebhookListing } from '../../application/list-webhooks.js';
import type { RotateWebhookSecretOutcome } from '../../application/rotate-webhook-secret.js';
import { make } from './make.js';
import { unauthorised } from './present-unauthorised.js';
import {
  WebhookCreated,
  WebhookNotFound,
  WebhookRejected,
  Webhooks,
  WebhookSecretRotated,
  type CreateWebhookResult,
  type RotateWebhookSecretResult,
  type WebhooksResult,
} from './webhook-results.js';
import { Webhook, WebhookDelivery } from './webhook-types.js';

export const presentWebhooks = (outcome: ListWebhooksOutcome): WebhooksResult =>
  outcome.status === 'listed'
    ? make(Webhooks, { webhooks: outcome.webhooks.map(presentWebhook) })
    : unauthorised(outcome);

export function presentCreation(outcome: CreateWebhookOutcome): CreateWebhookResult {
  if (outcome.status === 'rejected') return make(WebhookRejected, { problem: outcome.problem });
  if (outcome.status !== 'created') return unauthorised(outcome);
  const { webhook, secret } = outcome;
  const listing = { webhook, formerSecretsUntil: [], waiting: 0, dead: 0, deliveries: [] };
  return make(WebhookCreated, { webhook: presentWebhook(listing), secret: secret.reveal() });
}

export function presentRotation(outcome: RotateWebhookSecretOutcome): RotateWebhookSecretResult {
  if (outcome.status === 'unknown') return new WebhookNotFound();
  if (outcome.status !== 'rotated') return unauthorised(outcome);
  const { id, secret, formerUntil } = outcome;
  return make(WebhookSecretRotated, { id, secret: secret.reveal(), formerUntil });
}

function presentWebhook({ webhook, formerSecretsUntil, waiting, dead, deliveries }: WebhookListing): Webhook {
  const { id, url, kinds, includesClient, createdAt, off } = webhook;
  return make(Webhook, {
    id,
    url,
    kinds,
    includesClient,
    createdAt,
    formerSecretsUntil,
    waiting,
    dead,
    standing: off?.why ?? 'on',
    deliveries: deliveries.map(({ factId: fact, ...rest }) => make(WebhookDelivery, { fact, ...rest })),
  });
}
