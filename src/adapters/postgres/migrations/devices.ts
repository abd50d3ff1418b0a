import { Migration } from '@mikro-orm/migrations';

/** Browsers and apps that completed a sign-in. */
export class DevicesTable extends Migration {
  override name = '0006-devices';

  override up(): void {
    this.addSql(`create table devices (
      id uuid primary key,
      user_id uuid not null,
      state jsonb not null,
      version integer not null,
      last_used_at timestamptz not null,
      forgotten_at timestamptz
    ) with (fillfactor = 80)`);
    this.addSql('create index devices_user_id_index on devices (user_id)');
    this.addSql('create index devices_last_used_at_index on devices (last_used_at)');
  }

  override down(): void {
    this.addSql('drop table if exists devices');
  }
}
