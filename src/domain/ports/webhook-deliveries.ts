import type { FactKind } from '../events.js';
import type { FactId, WebhookId } from '../ids.js';

/** One try. */
export interface Attempt {
  readonly factId: FactId;
  readonly kind: FactKind;
  readonly at: Date;
  /** The HTTP status; undefined where there was no answer. */
  readonly code: number | undefined;
  /** Undefined: it was taken. */
  readonly why: string | undefined;
}

/** `waiting`: is tried again at `nextAt`. `dead`: is not, until it is replayed. */
export interface DeliveryView extends Attempt {
  readonly status: 'delivered' | 'waiting' | 'dead';
  readonly tries: number;
  readonly nextAt: Date | undefined;
}

/** What a webhook is owed: `waiting` tried or not. */
export interface Backlog {
  readonly waiting: number;
  readonly dead: number;
}

/** What became of the deliveries of webhooks, for a month, for whoever looks after them. */
export interface WebhookDeliveries {
  note(webhook: WebhookId, attempt: Attempt): Promise<void>;
  /** The latest try first. */
  last(webhook: WebhookId, limit: number): Promise<readonly DeliveryView[]>;
  /** Of each that is asked for. */
  backlog(webhooks: readonly WebhookId[]): Promise<ReadonlyMap<WebhookId, Backlog>>;
  /** Whether there is one of this fact. */
  has(webhook: WebhookId, fact: FactId): Promise<boolean>;
  forget(webhook: WebhookId): Promise<void>;
}
