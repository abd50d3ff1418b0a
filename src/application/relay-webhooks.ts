import { itself } from '../domain/client.js';
import type { Fact } from '../domain/events.js';
import type { WebhookId } from '../domain/ids.js';
import type { Clock } from '../domain/ports/clock.js';
import type { Answered, Courier } from '../domain/ports/courier.js';
import type { Drained, Outbox, Subscriber } from '../domain/ports/outbox.js';
import type { WebhookDeliveries } from '../domain/ports/webhook-deliveries.js';
import type { WebhookSecrets } from '../domain/ports/webhook-secrets.js';
import type { Webhooks } from '../domain/ports/webhooks.js';
import type { FactId } from '../domain/ids.js';
import type { Webhook } from '../domain/webhook/webhook.js';
import { subscriberOf } from '../domain/webhook/subscriber-of.js';
import { webhookPayload } from './webhook-payload.js';

/** Deliveries to one receiver at once, of one process. Whoever is slow keeps these waiting and nobody else. */
const lanes = 4;

export type Hears = (failure: Drained['failed'][number]) => void;

/**
 * Tells the receivers of webhooks what happened: after the commit, at least once, and each at its own pace. A receiver
 * that fails is asked again with the next `begin`, and by the outbox's patience for each fact.
 */
export class RelayWebhooks {
  readonly #busy = new Map<string, Promise<void>>();
  #served: ReadonlySet<WebhookId> = new Set();
  #trouble: { readonly error: unknown } | undefined;
  #leaving = false;

  constructor(
    private readonly its: {
      readonly outbox: Outbox;
      readonly webhooks: Webhooks;
      readonly webhookDeliveries: WebhookDeliveries;
      readonly webhookSecrets: WebhookSecrets;
      readonly courier: Courier;
      readonly clock: Clock;
    },
  ) {}

  /**
   * Begins with whoever has something coming, and waits for nobody; to be called again and again. Rejects with what went
   * wrong on our side since the last time.
   */
  async begin(hears: Hears): Promise<void> {
    const { webhooks, outbox, webhookDeliveries } = this.its;
    const all = await webhooks.all();
    const known = new Set(all.map(({ id }) => id));
    for (const id of this.#served) {
      if (known.has(id) || this.isBusy(id)) continue;
      // It was removed while it was being served: that may have left something.
      await outbox.forget(subscriberOf(id));
      await webhookDeliveries.forget(id);
    }
    this.#served = new Set([...known, ...[...this.#served].filter((id) => this.isBusy(id))]);
    for (const webhook of all) if (webhook.isOn) this.serve(webhook, hears);
    const trouble = this.#trouble;
    this.#trouble = undefined;
    if (trouble) throw trouble.error;
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  /** Begins nothing more, and waits for what is on its way. */
  async end(): Promise<void> {
    this.#leaving = true;
    await this.settled();
    this.its.courier.close();
  }

  private isBusy(id: WebhookId): boolean {
    return lanesOf(id).some((lane) => this.#busy.has(lane));
  }

  /** One lane more, where one is free: where nothing is owed, looking is all it costs. */
  private serve(webhook: Webhook, hears: Hears): void {
    const key = lanesOf(webhook.id).find((lane) => !this.#busy.has(lane));
    if (!key || this.#leaving) return;
    const serving = this.deliverAll(webhook, hears)
      .catch((error: unknown) => {
        this.#trouble ??= { error };
      })
      .finally(() => this.#busy.delete(key));
    this.#busy.set(key, serving);
  }

  private async deliverAll(webhook: Webhook, hears: Hears): Promise<void> {
    const to: Subscriber = {
      name: subscriberOf(webhook.id),
      after: webhook.id as string as FactId,
      kinds: webhook.kinds,
      wants: (fact) => webhook.wants(fact),
      deliver: (fact) => {
        // While this one is being told there may be others to tell it.
        this.serve(webhook, hears);
        return this.deliver(webhook.id, fact);
      },
    };
    // One by one, so that leaving waits for one answer at most; a receiver that fails is left alone for a moment.
    for (let more = true; more && !this.#leaving;) {
      const { delivered, failed } = await this.its.outbox.drain(to, 1);
      for (const failure of failed) hears(failure);
      more = delivered > 0;
    }
  }

  private async deliver(id: WebhookId, fact: Fact): Promise<void> {
    const { webhooks, webhookDeliveries, clock } = this.its;
    // As it is now: its secret may have been rotated meanwhile.
    const webhook = await webhooks.byId(id);
    if (!webhook) return;
    if (!webhook.isOn) throw new Error('it is paused');
    const now = clock.now();
    const answered = await this.send(webhook, fact, now);
    const why = reasonOf(answered);
    const code = answered.kind === 'answered' ? answered.code : undefined;
    await webhookDeliveries.note(id, { factId: fact.id, kind: fact.event.type, at: now, code, why });
    // 410 Gone: it does not want to hear from us again (Standard Webhooks 1.0.0).
    if (code === 410) await webhooks.change(itself, id, (its) => its.disable(now));
    if (why !== undefined) throw new Error(why);
  }

  private async send(webhook: Webhook, fact: Fact, at: Date): Promise<Answered> {
    const { webhookSecrets, courier } = this.its;
    const secrets = webhook.signing(at).flatMap((sealed) => webhookSecrets.open(sealed, webhook.id) ?? []);
    if (secrets.length === 0) return { kind: 'silent', why: 'its secret was sealed under another SECRET_KEY' };
    const state = webhook.snapshot();
    return courier.send({ url: state.url, id: fact.id, at, body: webhookPayload(fact, state), secrets });
  }
}

const lanesOf = (id: WebhookId): readonly string[] => Array.from({ length: lanes }, (_, lane) => `${id} ${lane}`);

/** Undefined where it was taken. A redirect is an answer like any other that is not 2xx. */
function reasonOf(answered: Answered): string | undefined {
  if (answered.kind === 'silent') return answered.why;
  return answered.code >= 200 && answered.code < 300 ? undefined : `it answered ${answered.code}`;
}
