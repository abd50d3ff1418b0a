import { Aggregate } from '../aggregate.js';
import { after, hours } from '../duration.js';
import type { Fact, FactKind } from '../events.js';
import type { WebhookId } from '../ids.js';

/** So long a former secret still signs beside its successor, so that receivers change over without losing anything. */
export const rotationGrace = hours(24);
/** Somebody who rotates again and again does not fill the head of a request. */
const mostSecrets = 3;
/** More than anybody needs; each is a reader of every fact. */
export const mostWebhooks = 50;

export interface WebhookSecret {
  /** Sealed for this webhook. */
  readonly sealed: string;
  /** Undefined: until it is rotated. */
  readonly until: Date | undefined;
}

export interface WebhookState {
  readonly id: WebhookId;
  readonly url: string;
  /** Undefined: all of them, those to come as well. */
  readonly kinds: readonly FactKind[] | undefined;
  /** Whether the client's address and device go along. */
  readonly includesClient: boolean;
  /** The newest first. */
  readonly secrets: readonly WebhookSecret[];
  readonly createdAt: Date;
  /** `paused` by somebody; `gone` as its receiver says (410). What happens meanwhile waits. */
  readonly off: { readonly at: Date; readonly why: 'paused' | 'gone' } | undefined;
}

export type WebhookIssue = Pick<WebhookState, 'id' | 'url' | 'kinds' | 'includesClient'> & { readonly sealed: string };

/** Where a server of somebody else's is told of facts, and by which secrets it knows that it is us. */
export class Webhook extends Aggregate<WebhookState> {
  static create({ sealed, ...issue }: WebhookIssue, now: Date): Webhook {
    const secrets = [{ sealed, until: undefined }];
    const webhook = new Webhook({ ...issue, secrets, createdAt: now, off: undefined });
    webhook.record({ type: 'webhook.created', webhookId: issue.id });
    return webhook;
  }

  static restore(state: WebhookState): Webhook {
    return new Webhook(state);
  }

  get id(): WebhookId {
    return this.state.id;
  }

  get kinds(): WebhookState['kinds'] {
    return this.state.kinds;
  }

  get isOn(): boolean {
    return this.state.off === undefined;
  }

  /** What happened before it was there is none of its business. */
  wants({ at, event }: Pick<Fact, 'at' | 'event'>): boolean {
    const { kinds, createdAt } = this.state;
    return at >= createdAt && (kinds?.includes(event.type) ?? true);
  }

  /** Those that sign now, the newest first. */
  signing(now: Date): readonly string[] {
    return this.state.secrets.filter(({ until }) => !until || until > now).map(({ sealed }) => sealed);
  }

  rotate(sealed: string, now: Date): void {
    const until = after(now, rotationGrace);
    const former = this.state.secrets
      .filter((secret) => !secret.until || secret.until > now)
      .map((secret) => ({ ...secret, until: secret.until ?? until }));
    this.change({ secrets: [{ sealed, until: undefined }, ...former].slice(0, mostSecrets) });
    this.record({ type: 'webhook.secret-rotated', webhookId: this.id });
  }

  pause(now: Date): void {
    if (this.state.off?.why === 'paused') return;
    this.change({ off: { at: now, why: 'paused' } });
    this.record({ type: 'webhook.paused', webhookId: this.id });
  }

  /** Its receiver will never want anything again. */
  disable(now: Date): void {
    if (this.state.off) return;
    this.change({ off: { at: now, why: 'gone' } });
    this.record({ type: 'webhook.disabled', webhookId: this.id });
  }

  resume(): void {
    if (!this.state.off) return;
    this.change({ off: undefined });
    this.record({ type: 'webhook.resumed', webhookId: this.id });
  }

  remove(): void {
    this.record({ type: 'webhook.removed', webhookId: this.id });
  }

  /** That deliveries were asked for again. */
  replay(deliveries: number): void {
    this.record({ type: 'webhook.replayed', webhookId: this.id, deliveries });
  }
}
