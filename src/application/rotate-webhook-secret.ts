import { after } from '../domain/duration.js';
import type { Client } from '../domain/client.js';
import { parseId, type WebhookId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { WebhookSecrets } from '../domain/ports/webhook-secrets.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import type { Secret } from '../domain/secret.js';
import { rotationGrace } from '../domain/webhook/webhook.js';
import { acting, refusedOutright, type Authority, type Unauthorised } from './authority.js';

export interface RotateWebhookSecretInput {
  readonly authority: Authority;
  readonly id: string;
  readonly client: Client;
}

/** `secret` is shown this once; the former one signs beside it until `formerUntil`. */
export type RotateWebhookSecretOutcome =
  | { readonly status: 'rotated'; readonly id: WebhookId; readonly secret: Secret; readonly formerUntil: Date }
  | { readonly status: 'unknown' }
  | Unauthorised;

/** Gives a webhook another secret; nothing waits and nothing is refused meanwhile. */
export class RotateWebhookSecret {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly webhooks: Webhooks;
      readonly webhookSecrets: WebhookSecrets;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, id: given, client }: RotateWebhookSecretInput): Promise<RotateWebhookSecretOutcome> {
    const { webhooks, webhookSecrets, clock } = this.its;
    const refusal = await refusedOutright(this.its, authority, ['admin'], client);
    if (refusal) return refusal;
    const id = parseId<WebhookId>(given);
    if (!id) return { status: 'unknown' };
    const { secret, sealed } = webhookSecrets.make(id);
    const now = clock.now();
    const rotated = await webhooks.change(acting(authority, client), id, (webhook) => {
      webhook.rotate(sealed, now);
      return { status: 'rotated', id, secret, formerUntil: after(now, rotationGrace) } as const;
    });
    return rotated ?? { status: 'unknown' };
  }
}
