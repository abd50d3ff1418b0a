import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLog } from './adapters/http/log.js';
import { SystemClock } from './adapters/node/system-clock.js';
import { loadConfig } from './config.js';
import { play } from './demo/story.js';
import { Teller } from './demo/teller.js';
import { startService } from './service.js';

const usage = `Plays one person's whole story: register, enrol, log in, verify, refresh, replay, log out.

  npm run demo                                       against a service of its own, which is gone afterwards
  npm run demo -- --url http://localhost:4000/graphql   against one that runs
`;

/** A service of the demo's own, on a free port and in a folder that is removed with it. */
async function ownService(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-demo-'));
  const config = loadConfig({ DATA_DIR: folder, PORT: '0' });
  const quiet = openLog('silent', process.stderr);
  const service = await startService(config, { log: quiet, instead: { notifier: { send: async () => {} } } });
  return {
    url: `http://localhost:${service.port}/graphql`,
    stop: async () => {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const { values } = parseArgs({ options: { url: { type: 'string' }, help: { type: 'boolean' } } });
if (values.help) {
  process.stdout.write(usage);
} else {
  const own = values.url === undefined ? await ownService() : undefined;
  const teller = new Teller(own?.url ?? values.url ?? '', process.stdout);
  try {
    const name = randomBytes(4).toString('hex');
    await play(teller, new SystemClock(), `ada-${name}@example.com`, `correct horse ${name} battery`);
  } catch (error) {
    process.stderr.write(`\nThe story broke off: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await own?.stop();
  }
}
