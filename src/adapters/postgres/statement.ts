import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Unavailable } from '../../domain/ports/unit-of-work.js';
import { isRefusal, StatementRefused } from './refusal.js';

/** A prepared statement. The name says its text, so a connection prepares each text once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A row as the server wrote it: whoever reads it knows what its columns are. */
export type Cells = readonly (string | null)[];

export const statement = (text: string): Statement => ({
  name: createHash('sha256').update(text).digest('base64url').slice(0, 32),
  text,
});

const asWritten = { getTypeParser: () => (text: string) => text } as const;

/**
 * Runs one prepared statement on a connection of its own. Rejects with `StatementRefused` where the server refused it
 * and undid it, and with `Unavailable` where the server cannot be reached or did not say what became of it.
 */
export async function run(
  pool: Pool,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<readonly Cells[]> {
  const client = await pool.connect().catch(unavailable);
  listen(client);
  try {
    // Not `pool.query`: that one throws the connection away after a lost race.
    const { rows } = await client.query<string[]>({
      name,
      text,
      values: values as unknown[],
      rowMode: 'array',
      types: asWritten,
    });
    client.release();
    return rows;
  } catch (error) {
    const refused = isRefusal(error);
    client.release(!refused);
    if (refused) throw new StatementRefused(error);
    return unavailable(error);
  }
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
