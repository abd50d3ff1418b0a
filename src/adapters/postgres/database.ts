import type { Pool } from 'pg';
import { forRequests, openOrm, poolOf, type Orm } from './orm.js';
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
  readonly orm: Orm;
  readonly pool: Pool;
  /** Waits for statements under way. */
  close(): Promise<void>;
}

/** Connects, and migrates where something is missing. Rejects where the database is not to be had. */
export async function openDatabase({ url, migrationUrl, poolSize, warn }: DatabaseSettings): Promise<Database> {
  const orm = openOrm(url, forRequests(poolSize), warn);
  try {
    const pool = await poolOf(orm);
    if (!(await isReady(pool))) {
      // Loaded only where there is something to do: it would cost every other start a part of its time.
      const { migrate } = await import('./migrate.js');
      await migrate({ serviceUrl: url, migrationUrl: migrationUrl ?? url });
    }
    return { orm, pool, close: () => orm.close(true) };
  } catch (problem) {
    await orm.close(true);
    throw problem;
  }
}
