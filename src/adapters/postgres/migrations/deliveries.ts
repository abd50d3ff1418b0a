import { Migration } from '@mikro-orm/migrations';

/** Several subscribers, each with a mark and deliveries of its own, and turns of notices that strangers cause. */
export class SubscriberDeliveries extends Migration {
  override name = '0004-deliveries';

  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table if exists notice_turns');
    this.addSql(`delete from relay where subscriber <> 'mail'`);
    this.addSql('alter table relay drop constraint relay_pkey, drop column subscriber');
    this.addSql(
      'alter table relay add column id smallint primary key default 1 constraint relay_is_one check (id = 1)',
    );
    this.addSql(`delete from deliveries where subscriber <> 'mail' or dead_at is not null`);
    this.addSql('drop index if exists deliveries_due_index');
    this.addSql(`alter table deliveries drop constraint deliveries_pkey, drop column subscriber, drop column position,
      drop column dead_at, drop column why, add primary key (fact_id)`);
  }
}

const statements = [
  `alter table relay drop column id, add column subscriber text not null default 'mail'`,
  'alter table relay alter column subscriber drop default, add primary key (subscriber)',

  `alter table deliveries
    drop constraint deliveries_pkey,
    add column subscriber text not null default 'mail',
    add column position bigint not null default 0,
    add column dead_at timestamptz,
    add column why text`,
  `alter table deliveries alter column subscriber drop default, alter column position drop default,
    add primary key (fact_id, subscriber)`,
  'create index deliveries_due_index on deliveries (subscriber, due_at, position) where dead_at is null',

  `create table notice_turns (
    turn text primary key,
    fact_id uuid not null,
    until timestamptz not null
  )`,
  'create index notice_turns_until_index on notice_turns (until)',
];
