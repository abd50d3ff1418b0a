// What an administrator says about webhooks, and what is answered.

export const create = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { __typename
  ... on WebhookRejected { message problem } ... on WebhookCreated { secret webhook { id } } } }`;
const one = (operation: string, fields: string) =>
  `mutation ($id: ID!) { ${operation}(input: { id: $id }) { __typename ${fields} ... on WebhookNotFound { message } } }`;
export const rotate = one('rotateWebhookSecret', '... on WebhookSecretRotated { id secret formerUntil }');
export const pause = one('pauseWebhook', '... on WebhookSwitched { id standing }');
export const resume = one('resumeWebhook', '... on WebhookSwitched { id standing }');
export const remove = one('removeWebhook', '... on WebhookRemoved { id }');
export const replay = `mutation ($id: ID!, $fact: ID) { replayWebhook(input: { id: $id, fact: $fact }) { __typename
  ... on WebhookReplayed { id deliveries } ... on WebhookNotFound { message } } }`;
export const list = `query ($id: ID, $deliveries: Int) { webhooks(id: $id, deliveries: $deliveries) { __typename ... on Webhooks { webhooks {
  id url kinds standing waiting dead formerSecretsUntil deliveries { fact kind status tries at code why nextAt } } } } }`;

export interface Made {
  readonly id: string;
  readonly secret: string;
}
export interface Listed {
  readonly standing: string;
  readonly waiting: number;
  readonly dead: number;
  readonly formerSecretsUntil: readonly string[];
  readonly deliveries: readonly Readonly<Record<string, unknown>>[];
}
