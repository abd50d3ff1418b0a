import type { Finding } from '../adapters/cli/finding.js';
import { ConfigMistakes, type Config } from '../config.js';
import type { Clock } from '../domain/ports/clock.js';
import { examineDatabase } from './database.js';
import { examineKeys } from './keys.js';
import { examineMail, examineRedis } from './servers.js';
import { examineSettings } from './settings.js';

/** Everything that can be wrong with an installation, from the settings on. What was opened is added to `opened`. */
export async function* examine(
  load: () => Config,
  clock: Clock,
  opened: (() => Promise<unknown>)[],
): AsyncIterable<Finding> {
  let config: Config;
  try {
    config = load();
  } catch (problem) {
    if (!(problem instanceof ConfigMistakes)) throw problem;
    // The service would not start: nothing else is worth looking at.
    for (const mistake of problem.mistakes) yield { what: 'settings', state: 'failure', found: mistake };
    return;
  }
  yield* examineSettings(config);
  yield await examineMail(config);
  if (config.redisUrl) yield await examineRedis(config.redisUrl);
  const pool = yield* examineDatabase(config, clock, opened);
  if (pool) yield* examineKeys(config, pool, clock);
}
