import { Pool } from 'pg';
import type { Finding } from '../adapters/cli/finding.js';
import { isReady } from '../adapters/postgres/schema-state.js';
import type { Config } from '../config.js';
import type { Clock } from '../domain/ports/clock.js';

const [oldest, bearable, useless] = [14, 2000, 30_000]; // major version; milliseconds between the clocks
const patience = 5000; // milliseconds

/** Looks at the database and changes nothing in it. Returns the pool, or undefined where it cannot be used. */
export async function* examineDatabase(
  { database: { url } }: Config,
  clock: Clock,
  opened: (() => Promise<unknown>)[],
): AsyncGenerator<Finding, Pool | undefined, undefined> {
  // The embedded server is not started for being looked at: it would make what is not there.
  if (!url) return undefined;
  const pool = new Pool({
    connectionString: url.reveal(),
    max: 2,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  pool.on('error', () => undefined);
  opened.push(() => pool.end());
  const reached = await reach(pool);
  if (typeof reached === 'string') {
    const remedy = 'Look at DATABASE_URL, and whether the server runs and lets this machine in.';
    yield { what: 'database', state: 'failure', found: `cannot be reached: ${reached}`, remedy };
    return undefined;
  }
  yield reached;
  yield await skew(pool, clock);
  yield await encryption(pool, url.reveal());
  const migrated = await isReady(pool);
  if (!migrated) {
    const remedy = 'Run `portcullis migrate`.';
    yield { what: 'migrations', state: 'failure', found: 'the tables are not what this release needs', remedy };
    return undefined;
  }
  yield { what: 'migrations', state: 'ok', found: 'none is due' };
  yield await rights(pool);
  return pool;
}

async function reach(pool: Pool): Promise<Finding | string> {
  try {
    const { rows } = await pool.query<{ version: string; number: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as number`,
    );
    const { version = '', number = 0 } = rows[0] ?? {};
    const found = `PostgreSQL ${version}`;
    return number >= oldest
      ? { what: 'database', state: 'ok', found }
      : { what: 'database', state: 'failure', found, remedy: `Use PostgreSQL ${oldest} or newer.` };
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException;
    return message || code || 'nothing answered';
  }
}

/** Codes count by our clock and facts are dated by it; a database whose clock differs says that one of the two is wrong. */
async function skew(pool: Pool, clock: Clock): Promise<Finding> {
  const before = clock.now().getTime();
  const { rows } = await pool.query<{ at: Date }>('select clock_timestamp() as at');
  const middle = (before + clock.now().getTime()) / 2;
  const apart = Math.abs((rows[0]?.at.getTime() ?? 0) - middle);
  const found = `${Math.round(apart)} ms apart from the database`;
  if (apart < bearable) return { what: 'clock', state: 'ok', found };
  const remedy = 'Let NTP set both clocks: one-time codes of phones are right for half a minute.';
  return { what: 'clock', state: apart < useless ? 'warning' : 'failure', found, remedy };
}

async function encryption(pool: Pool, url: string): Promise<Finding> {
  const { rows } = await pool.query<{ ssl: boolean; local: boolean }>(
    `select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as ssl,
      inet_client_addr() is null or inet_client_addr() = inet_server_addr() as local`,
  );
  const { ssl = false, local = false } = rows[0] ?? {};
  if (ssl) return { what: 'encryption', state: 'ok', found: 'TLS to the database' };
  if (local) return { what: 'encryption', state: 'ok', found: 'the database is on this machine' };
  const host = new URL(url).hostname;
  const remedy = 'Add sslmode=verify-full to DATABASE_URL, or know the network between as yours.';
  return { what: 'encryption', state: 'warning', found: `none on the way to ${host}`, remedy };
}

/** Facts are evidence as long as the service itself cannot change them. */
async function rights(pool: Pool): Promise<Finding> {
  const { rows } = await pool.query<{ may: boolean }>(
    `select has_table_privilege('facts', 'update') or has_table_privilege('facts', 'delete') as may`,
  );
  if (!rows[0]?.may) return { what: 'rights', state: 'ok', found: 'the service can add facts, and change none' };
  const found = 'the role of the service can change and delete facts';
  const remedy = 'Give the tables to a role of their own, in MIGRATION_DATABASE_URL, and run `portcullis migrate`.';
  return { what: 'rights', state: 'warning', found, remedy };
}
