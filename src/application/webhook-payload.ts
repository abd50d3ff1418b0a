import { Actor } from '../domain/actor.js';
import { outcomeOf } from '../domain/audit/outcome.js';
import type { Fact } from '../domain/events.js';
import type { WebhookState } from '../domain/webhook/webhook.js';

/**
 * What a receiver reads, the same at each try: ids, kinds and reasons. Who caused it stands there as an id; where the
 * client was only where the webhook was made so.
 */
export function webhookPayload(fact: Fact, { includesClient }: Pick<WebhookState, 'includesClient'>): string {
  const { id, at, actor, address, device, event } = fact;
  const { type, ...said } = event;
  const data = {
    id,
    outcome: outcomeOf(type),
    ...(actor && { actor: Actor.write(actor) }),
    ...said,
    ...(includesClient && { client: { address, device } }),
  };
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}
