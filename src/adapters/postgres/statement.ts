import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { PreparedQuery, type Cells, type Statement } from './prepared-query.js';
import { isRefusal, StatementRefused } from './refusal.js';

export const statement = (text: string): Statement => ({
  name: createHash('sha256').update(text).digest('base64url').slice(0, 32),
  text,
});

/**
 * Runs one prepared statement on a connection of its own. Rejects with `StatementRefused` where the server refused it
 * and undid it, and with `Unavailable` where the server cannot be reached or did not say what became of it.
 */
export async function run(pool: Pool, statement: Statement, values: readonly unknown[]): Promise<readonly Cells[]> {
  const query = new PreparedQuery(statement, values);
  const client = await pool.connect().catch(unavailable);
  listen(client);
  try {
    // Not `pool.query`: that one throws the connection away after a lost race.
    const rows = await answered(client, query);
    client.release();
    return rows;
  } catch (error) {
    const refused = isRefusal(error);
    client.release(!refused);
    if (refused) throw new StatementRefused(error);
    return unavailable(error);
  }
}

function answered(client: PoolClient, query: PreparedQuery): Promise<readonly Cells[]> {
  return new Promise((resolve, reject) => {
    query.callback = (error) => (error ? reject(error) : resolve(query.rows));
    client.query(query);
  });
}

const listened = new WeakSet<PoolClient>();

/** A connection that breaks rejects the statement it carries; without a listener it would end the process as well. */
function listen(client: PoolClient): void {
  if (listened.has(client)) return;
  listened.add(client);
  client.on('error', () => undefined);
}

function unavailable(error: unknown): never {
  // A mistake of ours is no outage.
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  throw new Unavailable('PostgreSQL cannot be reached', { cause: error });
}
