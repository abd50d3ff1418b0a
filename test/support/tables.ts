import type { Pool } from 'pg';

/** Every row of every table as PostgreSQL writes it, by table: what a thief of a dump would read. */
export async function dump(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const dumped = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t order by 1`);
    dumped.set(name, rows.map(({ text }) => text).join('\n'));
  }
  return dumped;
}

/** What counts of all that is remembered: everything but facts, pools, and how many answers are left where. */
export async function standing(pool: Pool): Promise<unknown> {
  const rowsOf = async (query: string) => (await pool.query<object>(query)).rows;
  return {
    users: await rowsOf(
      `select id, email, status, epoch, state #- '{pending,attemptsLeft}' as state from users order by id`,
    ),
    challenges: await rowsOf(
      `select id, user_id, expires_at, state - 'attemptsLeft' as state from mfa_challenges order by id`,
    ),
    sessions: await rowsOf('select * from auth_sessions order by id'),
    webhooks: await rowsOf('select * from webhooks order by id'),
    keys: await rowsOf('select * from keys order by id'),
  };
}
