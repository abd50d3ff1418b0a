import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { Care, Desk, People } from './adapters/cli/desk.js';
import type { Finding } from './adapters/cli/finding.js';
import type { KeyRotation } from './adapters/credentials/key-rotation.js';
import type { Database } from './adapters/postgres/database.js';
import { SystemClock } from './adapters/node/system-clock.js';
import { ConfigMistakes, loadConfig, type Config } from './config.js';

/** What the command line works with, over the real thing. Modules are loaded where a command wants them. */
export class OpenedDesk implements Desk {
  private readonly clock = new SystemClock();
  private readonly opened: (() => Promise<unknown>)[] = [];
  private config: Config | undefined;
  private database: Promise<Database> | undefined;

  constructor(private readonly warn: (line: string) => void) {}

  now(): Date {
    return this.clock.now();
  }

  async start(): Promise<void> {
    // It runs when it is loaded, and leaves when it is told to.
    await import('./main.js');
  }

  async migrate(): Promise<readonly string[]> {
    const { url, migrationUrl } = this.settings().database;
    if (!url) {
      const why = 'DATABASE_URL is not set: the embedded server migrates itself when Portcullis starts.';
      throw new ConfigMistakes([why]);
    }
    const { migrate } = await import('./adapters/postgres/migrate.js');
    return migrate({ serviceUrl: url.reveal(), migrationUrl: (migrationUrl ?? url).reveal() });
  }

  async keys(): Promise<KeyRotation> {
    const [{ openKeys }, config, { pool }] = await Promise.all([
      import('./open-people.js'),
      this.settings(),
      this.store(),
    ]);
    return openKeys(config, pool, this.clock);
  }

  async people(): Promise<People> {
    const [{ openPeople }, config, { pool }] = await Promise.all([
      import('./open-people.js'),
      this.settings(),
      this.store(),
    ]);
    return openPeople(config, pool, this.clock);
  }

  async care(): Promise<Care> {
    const [{ openCare }, config, database] = await Promise.all([
      import('./open-care.js'),
      this.settings(),
      this.store(),
    ]);
    return openCare(config, database, this.clock, this.opened);
  }

  async *examine(): AsyncIterable<Finding> {
    const { examine } = await import('./doctor/examine.js');
    yield* examine(loadConfig, this.clock, this.opened);
  }

  /** Closes what was opened, the last first. */
  async close(): Promise<void> {
    for (let last = this.opened.pop(); last; last = this.opened.pop()) await last();
  }

  private settings(): Config {
    if (this.config) return this.config;
    this.config = loadConfig();
    enableCompileCache(join(this.config.dataDir, 'compile-cache'));
    return this.config;
  }

  private store(): Promise<Database> {
    const config = this.settings();
    this.database ??= import('./open-store.js').then(({ openStore }) => openStore(config, this.warn, this.opened));
    return this.database;
  }
}
