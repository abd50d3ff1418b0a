import type { Client } from '../domain/client.js';
import { parseId, type WebhookId } from '../domain/ids.js';
import type { AuthPolicy } from '../domain/policy.js';
import type { Clock } from '../domain/ports/clock.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import { acting, refusedOutright, type Authority, type Unauthorised } from './authority.js';

export interface SwitchWebhookInput {
  readonly authority: Authority;
  readonly id: string;
  readonly to: 'paused' | 'on';
  readonly client: Client;
}

export type SwitchWebhookOutcome =
  | { readonly status: 'switched'; readonly id: WebhookId; readonly to: 'paused' | 'on' }
  | { readonly status: 'unknown' }
  | Unauthorised;

/** Has facts wait, and goes on with those that waited; the latter also where the receiver had said it was gone. */
export class SwitchWebhook {
  constructor(
    private readonly its: {
      readonly work: UnitOfWork;
      readonly webhooks: Webhooks;
      readonly clock: Clock;
      readonly policy: AuthPolicy;
    },
  ) {}

  async execute({ authority, id: given, to, client }: SwitchWebhookInput): Promise<SwitchWebhookOutcome> {
    const { webhooks, clock } = this.its;
    const refusal = await refusedOutright(this.its, authority, ['admin'], client);
    if (refusal) return refusal;
    const id = parseId<WebhookId>(given);
    if (!id) return { status: 'unknown' };
    const switched = await webhooks.change(acting(authority, client), id, (webhook) => {
      if (to === 'on') webhook.resume();
      else webhook.pause(clock.now());
      return { status: 'switched', id, to } as const;
    });
    return switched ?? { status: 'unknown' };
  }
}
