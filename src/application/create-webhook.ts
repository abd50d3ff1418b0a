import { factKinds } from '../domain/audit/outcome.js';
import type { Client } from '../domain/client.js';
import type { FactKind } from '../domain/events.js';
import type { WebhookId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Courier, TargetProblem } from '../domain/ports/courier.js';
import type { Entropy } from '../domain/ports/entropy.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { WebhookSecrets } from '../domain/ports/webhook-secrets.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import type { Secret } from '../domain/secret.js';
import { mostWebhooks, Webhook, type WebhookState } from '../domain/webhook/webhook.js';
import { acting, refusedOutright, type Authority, type Unauthorised } from './authority.js';

export interface CreateWebhookInput {
  readonly authority: Authority;
  readonly url: string;
  /** Such as `sign-in.refused`; undefined: all. */
  readonly kinds: readonly string[] | undefined;
  /** Whether the client's address and device go along. */
  readonly includesClient: boolean;
  readonly client: Client;
}

export type WebhookProblem = TargetProblem | 'unknown-kind' | 'too-many';

/** `secret` is shown this once. */
export type CreateWebhookOutcome =
  | { readonly status: 'created'; readonly webhook: WebhookState; readonly secret: Secret }
  | { readonly status: 'rejected'; readonly problem: WebhookProblem }
  | Unauthorised;

/** Has somebody else's server told of what happens from now on. */
export class CreateWebhook {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly webhooks: Webhooks;
      readonly webhookSecrets: WebhookSecrets;
      readonly courier: Courier;
      readonly entropy: Pick<Entropy, 'id'>;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, client, ...wanted }: CreateWebhookInput): Promise<CreateWebhookOutcome> {
    const { webhooks, webhookSecrets, courier, entropy, clock } = this.its;
    const refusal = await refusedOutright(this.its, authority, ['admin'], client);
    if (refusal) return refusal;
    const problem = courier.refuses(wanted.url);
    if (problem) return { status: 'rejected', problem };
    const kinds = wanted.kinds && [...new Set(wanted.kinds)].filter(isKind);
    if (kinds && (kinds.length === 0 || !wanted.kinds?.every(isKind)))
      return { status: 'rejected', problem: 'unknown-kind' };

    const id = entropy.id<WebhookId>();
    const { secret, sealed } = webhookSecrets.make(id);
    const { url, includesClient } = wanted;
    const webhook = Webhook.create({ id, url: new URL(url).href, kinds, includesClient, sealed }, clock.now());
    const added = await webhooks.add(acting(authority, client), webhook, mostWebhooks);
    if (!added) return { status: 'rejected', problem: 'too-many' };
    return { status: 'created', webhook: webhook.snapshot(), secret };
  }
}

const isKind = (kind: string): kind is FactKind => factKinds.some((known) => known === kind);
