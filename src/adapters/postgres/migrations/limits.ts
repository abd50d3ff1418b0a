import { Migration } from '@mikro-orm/migrations';

/** What limits have counted, for as long as a span of theirs lasts. */
export class Limits extends Migration {
  override name = '0003-limits';

  override up(): void {
    this.addSql(`create unlogged table limits (
      id text primary key,
      used integer not null,
      until timestamptz not null
    ) with (fillfactor = 50)`);
    this.addSql('create index limits_until_index on limits (until)');
  }

  override down(): void {
    this.addSql('drop table if exists limits');
  }
}
