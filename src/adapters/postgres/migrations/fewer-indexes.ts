import { Migration } from '@mikro-orm/migrations';

/**
 * Without two indexes that every sign-in wrote and hardly anybody read. What is over is looked for among all sessions and
 * all devices anyway, for the sake of what has no index; and a device that comes back can be written in its place.
 */
export class FewerIndexes extends Migration {
  override name = '0009-fewer-indexes';

  override up(): void {
    this.addSql('drop index auth_sessions_ends_at_index, devices_last_used_at_index');
  }

  override down(): void {
    this.addSql('create index auth_sessions_ends_at_index on auth_sessions (ends_at)');
    this.addSql('create index devices_last_used_at_index on devices (last_used_at)');
  }
}
