import { Migration } from '@mikro-orm/migrations';

/** Everything the first release remembers. */
export class FirstTables extends Migration {
  override name = '0001-first-tables';

  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop function if exists settle(boolean)');
    this.addSql(
      'drop table if exists users, mfa_challenges, auth_sessions, failure_pools, facts, relay, deliveries, keys cascade',
    );
  }
}

// Room is left on each page, so that an update finds its place beside its former version and touches no index.
const statements = [
  `create table users (
    id uuid primary key,
    email text not null constraint users_email_unique unique,
    status text not null,
    epoch integer not null,
    state jsonb not null,
    version integer not null,
    registered_at timestamptz not null
  ) with (fillfactor = 80)`,

  `create table mfa_challenges (
    id uuid primary key,
    user_id uuid not null,
    state jsonb not null,
    version integer not null,
    expires_at timestamptz not null
  ) with (fillfactor = 80)`,
  'create index mfa_challenges_expires_at_index on mfa_challenges (expires_at)',

  `create table auth_sessions (
    id uuid primary key,
    user_id uuid not null,
    epoch integer not null,
    state jsonb not null,
    version integer not null,
    last_seen_at timestamptz not null,
    idle_until timestamptz not null,
    ends_at timestamptz not null,
    revoked_at timestamptz
  ) with (fillfactor = 80)`,
  'create index auth_sessions_user_id_index on auth_sessions (user_id)',
  'create index auth_sessions_ends_at_index on auth_sessions (ends_at)',

  `create table failure_pools (
    id text primary key,
    state jsonb not null,
    version integer not null,
    touched_at timestamptz not null,
    closed_at timestamptz
  ) with (fillfactor = 80)`,
  'create index failure_pools_touched_at_index on failure_pools (touched_at)',

  `create table facts (
    id uuid primary key,
    position bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz not null,
    address text,
    device text,
    correlation_id text not null,
    user_id uuid,
    type text not null,
    event jsonb not null,
    constraint facts_order_unique unique (xid, position)
  )`,
  `create index facts_bypass_used_index on facts ((event->>'name'), at) where type = 'bypass.used'`,

  `create table relay (
    id smallint primary key default 1 constraint relay_is_one check (id = 1),
    xid xid8 not null default '0',
    position bigint not null default 0
  )`,

  `create table deliveries (
    fact_id uuid primary key,
    attempts integer not null,
    due_at timestamptz not null
  )`,

  `create table keys (
    id text primary key,
    purpose text not null,
    sealed text not null,
    public jsonb,
    made_at timestamptz not null,
    active_from timestamptz not null,
    retired_at timestamptz
  )`,

  // A commit is one statement: what it was decided on held, or all of it is undone and decided again.
  `create function settle(held boolean) returns boolean language plpgsql volatile as $$
  begin
    if held is not true then
      raise exception 'A rival was faster' using errcode = 'serialization_failure';
    end if;
    return true;
  end
  $$`,
];
