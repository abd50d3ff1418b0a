import type { Pool, PoolClient } from 'pg';
import type { Client } from '../../domain/client.js';
import type { FactId, WebhookId } from '../../domain/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { Webhooks } from '../../domain/ports/webhooks.js';
import { Webhook, type WebhookState } from '../../domain/webhook/webhook.js';
import { insertFacts } from './fact-rows.js';
import { dateIn, type Json } from './json.js';
import { together } from './together.js';

const turn = 0x77686f6b; // "whok": one is added at a time, so that there are never more than may be

interface Row {
  readonly state: Json<WebhookState>;
}

/** A row each, locked while it is changed: that happens a few times a year. */
export class PostgresWebhooks implements Webhooks {
  constructor(
    private readonly its: { readonly pool: Pool; readonly clock: Clock; readonly entropy: Pick<Entropy, 'id'> },
  ) {}

  async all(): Promise<readonly Webhook[]> {
    const { rows } = await this.its.pool.query<Row>('select state from webhooks order by created_at, id');
    return rows.map(webhookOf);
  }

  async byId(id: WebhookId): Promise<Webhook | undefined> {
    const { rows } = await this.its.pool.query<Row>('select state from webhooks where id = $1', [id]);
    return rows[0] && webhookOf(rows[0]);
  }

  add(by: Client, webhook: Webhook, most: number): Promise<boolean> {
    const state = webhook.snapshot();
    const add = async (client: PoolClient): Promise<boolean> => {
      const { rowCount } = await client.query(
        `insert into webhooks (id, state, created_at)
         select $1, $2, $3 where (select count(*) from webhooks) < $4`,
        [state.id, JSON.stringify(state), state.createdAt, most],
      );
      if (rowCount === 1) await this.tell(client, by, webhook, state.id as string as FactId);
      return rowCount === 1;
    };
    return together(this.its.pool, add, turn);
  }

  change<T>(by: Client, id: WebhookId, decide: (webhook: Webhook) => T): Promise<T | undefined> {
    return together(this.its.pool, async (client) => {
      const { rows } = await client.query<Row>('select state from webhooks where id = $1 for update', [id]);
      if (!rows[0]) return undefined;
      const webhook = webhookOf(rows[0]);
      const result = decide(webhook);
      await client.query('update webhooks set state = $2 where id = $1', [id, JSON.stringify(webhook.snapshot())]);
      await this.tell(client, by, webhook);
      return result;
    });
  }

  remove(by: Client, id: WebhookId): Promise<boolean> {
    return together(this.its.pool, async (client) => {
      const { rows } = await client.query<Row>('delete from webhooks where id = $1 returning state', [id]);
      if (!rows[0]) return false;
      const webhook = webhookOf(rows[0]);
      webhook.remove();
      await this.tell(client, by, webhook);
      return true;
    });
  }

  private tell(client: PoolClient, by: Client, webhook: Webhook, first?: FactId): Promise<void> {
    const { clock, entropy } = this.its;
    const ids = first ? [first] : [];
    return insertFacts(client, webhook.releaseEvents(), { by, at: clock.now(), id: () => ids.pop() ?? entropy.id() });
  }
}

function webhookOf({ state }: Row): Webhook {
  return Webhook.restore({
    id: state.id,
    url: state.url,
    kinds: state.kinds,
    includesClient: state.includesClient,
    secrets: state.secrets.map(({ sealed, until }) => ({ sealed, until: dateIn(until) })),
    createdAt: new Date(state.createdAt),
    off: state.off && { at: new Date(state.off.at), why: state.off.why },
  });
}
