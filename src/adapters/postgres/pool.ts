import { Pool } from 'pg';

export interface PoolSettings {
  readonly url: string;
  /** Connections at most. */
  readonly size: number;
  /** Hears of connections that break while nobody uses them. */
  readonly warn: (line: string) => void;
}

/** Statements of the service take milliseconds: one that takes seconds has no server any more, and is an unknown outcome. */
const longestStatement = 5000;

/**
 * Connections for statements written by hand; the first is made when it is needed. Everything `url` says holds, whatever
 * `pg` understands.
 */
export function openPool({ url, size, warn }: PoolSettings): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'portcullis',
    max: size,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // The client's own: it holds against a server that is gone as well, and asks no pooler between for a setting.
    query_timeout: longestStatement,
  });
  pool.on('error', (problem) => warn(`A database connection broke: ${problem.message}`));
  return pool;
}
