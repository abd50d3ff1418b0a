import { migrate } from './adapters/postgres/migrate.js';
import { ConfigMistakes, loadConfig } from './config.js';

// `npm run migrate`: brings the tables of DATABASE_URL up to date, as MIGRATION_DATABASE_URL's role where that is given.
try {
  const { url, migrationUrl } = loadConfig().database;
  if (!url) {
    throw new ConfigMistakes(['DATABASE_URL is not set: the embedded server migrates itself when Portcullis starts.']);
  }
  const ran = await migrate({ serviceUrl: url.reveal(), migrationUrl: (migrationUrl ?? url).reveal() });
  process.stdout.write(ran.length > 0 ? `Migrated: ${ran.join(', ')}\n` : 'Nothing to migrate.\n');
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
  process.exitCode = 1;
}
