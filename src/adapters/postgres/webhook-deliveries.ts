import type { Pool } from 'pg';
import { subscriberOf } from '../../domain/webhook/subscriber-of.js';
import type { FactKind } from '../../domain/events.js';
import type { FactId, WebhookId } from '../../domain/ids.js';
import type { Attempt, Backlog, DeliveryView, WebhookDeliveries } from '../../domain/ports/webhook-deliveries.js';

interface Row {
  readonly fact_id: FactId;
  readonly kind: FactKind;
  readonly tries: number;
  readonly code: number | null;
  readonly why: string | null;
  readonly tried_at: Date;
  readonly owed: boolean;
  readonly due_at: Date | null;
  readonly dead_at: Date | null;
}

/** Tries stand in a table of their own; when there is a next one the outbox knows. */
export class PostgresWebhookDeliveries implements WebhookDeliveries {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async note(webhook: WebhookId, { factId, kind, at, code, why }: Attempt): Promise<void> {
    await this.pool.query(
      `insert into webhook_deliveries as d (webhook_id, fact_id, kind, tries, code, why, tried_at)
       values ($1, $2, $3, 1, $4, $5, $6)
       on conflict (webhook_id, fact_id) do update set
         tries = d.tries + 1, code = excluded.code, why = excluded.why, tried_at = excluded.tried_at`,
      [webhook, factId, kind, code, why, at],
    );
  }

  async last(webhook: WebhookId, limit: number): Promise<readonly DeliveryView[]> {
    const { rows } = await this.pool.query<Row>(
      `select tried.*, owed.fact_id is not null as owed, owed.due_at, owed.dead_at from webhook_deliveries tried
       left join deliveries owed on owed.fact_id = tried.fact_id and owed.subscriber = $2
       where tried.webhook_id = $1 order by tried.tried_at desc, tried.fact_id desc limit $3`,
      [webhook, subscriberOf(webhook), limit],
    );
    return rows.map(viewOf);
  }

  async backlog(webhooks: readonly WebhookId[]): Promise<ReadonlyMap<WebhookId, Backlog>> {
    const { rows } = await this.pool.query<{ subscriber: string; waiting: number; dead: number }>(
      `select subscriber, count(*) filter (where dead_at is null)::int as waiting, count(dead_at)::int as dead
       from deliveries where subscriber = any($1) group by subscriber`,
      [webhooks.map(subscriberOf)],
    );
    const found = new Map(rows.map(({ subscriber, waiting, dead }) => [subscriber, { waiting, dead }]));
    return new Map(webhooks.map((id) => [id, found.get(subscriberOf(id)) ?? { waiting: 0, dead: 0 }]));
  }

  async has(webhook: WebhookId, fact: FactId): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'select from webhook_deliveries where webhook_id = $1 and fact_id = $2',
      [webhook, fact],
    );
    return rowCount === 1;
  }

  async forget(webhook: WebhookId): Promise<void> {
    await this.pool.query('delete from webhook_deliveries where webhook_id = $1', [webhook]);
  }
}

function viewOf(row: Row): DeliveryView {
  const { fact_id: factId, kind, tries, owed, due_at: due, dead_at: dead } = row;
  // What was owed for a month and is not any more was given up.
  const status = row.why === null && !owed ? 'delivered' : owed && !dead ? 'waiting' : 'dead';
  return {
    factId,
    kind,
    status,
    tries,
    at: new Date(row.tried_at),
    code: row.code ?? undefined,
    why: row.why ?? undefined,
    nextAt: status === 'waiting' && due ? new Date(due) : undefined,
  };
}
