import { Migration } from '@mikro-orm/migrations';

/** What was decided about second factors while the service ran. */
export class PoliciesTable extends Migration {
  override name = '0008-policies';

  override up(): void {
    this.addSql(`create table policies (
      id text primary key,
      state jsonb not null,
      version integer not null
    )`);
  }

  override down(): void {
    this.addSql('drop table if exists policies');
  }
}
