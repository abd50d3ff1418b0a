import { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { tables } from './tables.js';

export type Orm = MikroORM;

export interface PoolSettings {
  readonly size: number;
  /** Undefined where a statement may take as long as it needs. */
  readonly longestStatement: number | undefined;
}

/** Statements of the service take milliseconds: one that takes seconds has no server any more, and is an unknown outcome. */
export const forRequests = (size: number): PoolSettings => ({ size, longestStatement: 5000 });

/**
 * MikroORM over a `pg` pool; connects at the first statement. `warn` hears of connections that break while nobody uses
 * them. Everything `url` says holds, whatever `pg` understands.
 */
export function openOrm(url: string, pool: PoolSettings, warn: (line: string) => void): Orm {
  return new MikroORM({
    clientUrl: url,
    dbName: databaseOf(url),
    entities: tables,
    logger: warn,
    driverOptions: {
      connectionString: url,
      application_name: 'portcullis',
      max: pool.size,
      connectionTimeoutMillis: 3000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      onPoolCreated: (created: Pool) => {
        created.on('error', (problem) => warn(`A database connection broke: ${problem.message}`));
      },
      // The client's own: it holds against a server that is gone as well, and asks no pooler between for a setting.
      ...(pool.longestStatement !== undefined && { query_timeout: pool.longestStatement }),
    },
  });
}

/** The pool under MikroORM, for statements written by hand. */
export function poolOf(orm: Orm): Promise<Pool> {
  return orm.em.getConnection().getNativeClient();
}

/** As PostgreSQL's own clients read it: the user's name where none is said. */
export function databaseOf(url: string): string {
  const { pathname, username } = new URL(url);
  return decodeURIComponent(pathname.slice(1) || username);
}
