import { Migration } from '@mikro-orm/migrations';

/** The facts as an audit log: who acted, indexes to look by, and the seals. */
export class Audit extends Migration {
  override name = '0005-audit';

  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table if exists audit_seals');
    this.addSql('drop index if exists facts_user_index, facts_address_index, facts_type_index, facts_actor_index');
    this.addSql(
      'alter table facts drop column if exists actor, drop column if exists salt, drop column if exists opening',
    );
  }
}

const statements = [
  // With its salt a fact's personal fields can be forgotten later and the seal still holds: see `AuditChain`.
  `alter table facts
    add column actor text,
    add column salt uuid default gen_random_uuid(),
    add column opening jsonb`,

  // The kind stands inside, so that one index finds a user's facts and those of one kind alike, newest first.
  'create index facts_user_index on facts (user_id, type, xid, position) where user_id is not null',
  'create index facts_address_index on facts (address, type, xid, position) where address is not null',
  'create index facts_type_index on facts (type, xid, position)',
  'create index facts_actor_index on facts (actor, xid, position) where actor is not null',

  `create table audit_seals (
    number bigint primary key,
    count integer not null,
    facts uuid[],
    hints text[],
    hash text not null,
    signature jsonb not null,
    xid xid8,
    position bigint,
    from_at timestamptz not null,
    to_at timestamptz not null,
    sealed_at timestamptz not null,
    pruned jsonb
  )`,
];
