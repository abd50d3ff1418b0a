import type { Pool } from 'pg';
import { openPool } from './pool.js';
import { isReady } from './schema-state.js';

export interface DatabaseSettings {
  readonly url: string;
  /** Of the role that owns the tables; undefined where `url`'s does. */
  readonly migrationUrl: string | undefined;
  readonly poolSize: number;
  readonly warn: (line: string) => void;
}

/** A database with its tables in place. */
export interface Database {
  readonly pool: Pool;
  /** Connections of the role that owns the tables, for whoever may change what the service may not; theirs to end. */
  asOwner(): Pool;
  /** Waits for statements under way. */
  close(): Promise<void>;
}

/** Connects, and migrates where something is missing. Rejects where the database is not to be had. */
export async function openDatabase({ url, migrationUrl, poolSize, warn }: DatabaseSettings): Promise<Database> {
  const pool = openPool({ url, size: poolSize, warn });
  try {
    if (!(await isReady(pool))) {
      // Loaded only where there is something to do: it would cost every other start a part of its time.
      const { migrate } = await import('./migrate.js');
      await migrate({ serviceUrl: url, migrationUrl: migrationUrl ?? url });
    }
    const asOwner = () => openPool({ url: migrationUrl ?? url, size: 1, warn });
    return { pool, asOwner, close: () => pool.end() };
  } catch (problem) {
    await pool.end();
    throw problem;
  }
}
