import { Migration } from '@mikro-orm/migrations';

/** Links that are mailed, and how many went to an address lately. */
export class MailedLinkTables extends Migration {
  override name = '0002-mailed-links';

  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table if exists mailed_links, mailboxes');
  }
}

const statements = [
  `create table mailed_links (
    id uuid primary key,
    user_id uuid,
    state jsonb not null,
    version integer not null,
    issued_at timestamptz not null
  ) with (fillfactor = 80)`,
  'create index mailed_links_issued_at_index on mailed_links (issued_at)',

  `create table mailboxes (
    id text primary key,
    state jsonb not null,
    version integer not null,
    touched_at timestamptz not null
  ) with (fillfactor = 80)`,
  'create index mailboxes_touched_at_index on mailboxes (touched_at)',
];
