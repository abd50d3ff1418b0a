import { openDatabase, type Database, type DatabaseSettings } from './adapters/postgres/database.js';
import type { Config } from './config.js';

/** The server of `DATABASE_URL`, or one of our own that ends with us. How to close it is added to `opened`. */
export async function openStore(
  config: Pick<Config, 'database' | 'dataDir'>,
  warn: (line: string) => void,
  opened: (() => Promise<unknown>)[],
): Promise<Database> {
  const { url, migrationUrl, poolSize } = config.database;
  if (url) {
    return connect({ url: url.reveal(), migrationUrl: migrationUrl?.reveal(), poolSize, warn }, opened);
  }
  // Loaded only where it is used: it brings a whole server with it.
  const { startEmbedded } = await import('./adapters/postgres/embedded.js');
  const embedded = await startEmbedded(config.dataDir, warn);
  opened.push(() => embedded.close());
  const { url: own, migrationUrl: owner } = embedded;
  return connect({ url: own, migrationUrl: owner, poolSize, warn }, opened);
}

async function connect(settings: DatabaseSettings, opened: (() => Promise<unknown>)[]): Promise<Database> {
  try {
    const database = await openDatabase(settings);
    opened.push(() => database.close());
    return database;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    // What a driver says of a host it tried twice is an empty message with a code.
    throw new Error(`the database cannot be used: ${message || code}`, { cause });
  }
}
