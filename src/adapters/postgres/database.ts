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
    return { pool, close: () => pool.end() };
  } catch (problem) {
    await pool.end();
    throw problem;
  }
}
