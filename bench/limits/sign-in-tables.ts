import type { Pool } from 'pg';

/** What a service that does nothing else would keep. */
export const tables = `
  create table if not exists limit_users (
    id uuid primary key, email text not null unique, seed text not null, last_step bigint not null, version integer not null);
  create table if not exists limit_challenges (
    id uuid primary key, user_id uuid not null, secret text not null, version integer not null,
    expires_at timestamptz not null, passed_at timestamptz);
  create table if not exists limit_sessions (
    id uuid primary key, user_id uuid not null, generation integer not null, version integer not null,
    last_seen_at timestamptz not null, ends_at timestamptz not null);
  create table if not exists limit_facts (
    id uuid primary key, at timestamptz not null, type text not null, event jsonb not null);`;

/** Users, each with a challenge (`id` the same, for brevity) and a session. `seeds` are base32, `ids` UUIDs. */
export async function fill(pool: Pool, ids: readonly string[], seeds: readonly string[]): Promise<void> {
  const people = `select * from unnest($1::uuid[], $2::text[]) as person (id, seed)`;
  await pool.query(
    `with person as (${people}),
          u as (insert into limit_users select id, id || '@example.test', seed, 0, 1 from person),
          c as (insert into limit_challenges select id, id, md5(id::text), 1, now() + interval '1 hour', null from person)
     insert into limit_sessions select id, id, 0, 1, now(), now() + interval '1 day' from person`,
    [ids, seeds],
  );
}
