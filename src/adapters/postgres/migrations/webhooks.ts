import { Migration } from '@mikro-orm/migrations';

/** Servers that are told of facts, and what became of it. */
export class WebhookTables extends Migration {
  override name = '0007-webhooks';

  override up(): void {
    this.addSql(`create table webhooks (
      id uuid primary key,
      state jsonb not null,
      created_at timestamptz not null
    )`);
    this.addSql(`create table webhook_deliveries (
      webhook_id uuid not null,
      fact_id uuid not null,
      kind text not null,
      tries integer not null,
      code integer,
      why text,
      tried_at timestamptz not null,
      primary key (webhook_id, fact_id)
    )`);
    this.addSql('create index webhook_deliveries_last_index on webhook_deliveries (webhook_id, tried_at)');
    this.addSql('create index webhook_deliveries_tried_at_index on webhook_deliveries (tried_at)');
  }

  override down(): void {
    this.addSql('drop table if exists webhook_deliveries, webhooks');
    this.addSql(`delete from deliveries where subscriber like 'webhook:%'`);
    this.addSql(`delete from relay where subscriber like 'webhook:%'`);
  }
}
