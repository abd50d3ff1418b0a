import type { Pool, PoolClient } from 'pg';

/**
 * Several statements on one connection, committed together or not at all. Everybody who names the same `turn` waits for
 * those before; what they then see is what those committed. The lock is the transaction's own, so it holds through a
 * pooler, and whoever dies lets go of it.
 */
export async function together<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  turn?: number | undefined,
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements says so here; the next statement rejects.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let done = false;
  try {
    await client.query('begin');
    if (turn !== undefined) await client.query('select pg_advisory_xact_lock($1)', [turn]);
    const result = await work(client);
    await client.query('commit');
    done = true;
    return result;
  } finally {
    client.off('error', ignore);
    // Destroyed where something went wrong: what was left open is rolled back.
    client.release(!done);
  }
}
