import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type * as logging from './adapters/http/log.js';
import { ConfigMistakes, loadConfig, type Config } from './config.js';
import type * as services from './service.js';

/** The environment cannot be used as it is: starting again without changing it is of no use. */
const mistaken = 2;

try {
  const config = loadConfig();
  // Compiled once: the next start takes half the time. Beside our data, where nobody else may write.
  enableCompileCache(join(config.dataDir, 'compile-cache'));
  await run(config);
} catch (problem) {
  process.stderr.write(`${problem instanceof ConfigMistakes ? problem.message : whyNot(problem)}\n`);
  process.exit(problem instanceof ConfigMistakes ? mistaken : 1);
}

async function run(config: Config): Promise<void> {
  // A thousand modules, loaded one after the other: waiting for each of them costs a quarter of a start.
  const load = createRequire(import.meta.url);
  const { openLog, standardOutput } = load('./adapters/http/log.js') as typeof logging;
  const { startService } = load('./service.js') as typeof services;
  const out = standardOutput();
  const log = openLog(config.logLevel, out);
  const end = (code: number) => {
    out.flush();
    process.exit(code);
  };
  for (const bug of ['uncaughtException', 'unhandledRejection'] as const) {
    // Nothing is known of the state that is left; whoever started us starts us again.
    process.on(bug, (err: unknown) => {
      log.fatal({ err }, 'an error that nobody expected');
      end(1);
    });
  }

  const service = await startService(config, { log });
  let leaving = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Asked twice means at once.
      if (leaving) return end(130);
      leaving = true;
      service.stop().then(
        () => end(0),
        (err: unknown) => {
          log.error({ err }, 'could not leave in good order');
          end(1);
        },
      );
    });
  }
  if (config.production) log.info({ url: config.publicUrl, port: service.port }, 'listening');
  else process.stdout.write(welcome(config.port === 0 ? `http://localhost:${service.port}` : config.publicUrl, config));
}

/** Where to go next. */
function welcome(url: string, { pages, policy }: Config): string {
  const open = policy.registration === 'open' ? `, or make an account at ${url}/sign-up` : '';
  return [
    ...(pages.shown ? [`Sign in at ${url}/sign-in${open}.`] : []),
    `GraphQL answers at ${url}/graphql (open it in a browser to try it out), REST as in ${url}/openapi.json.`,
    '',
  ].join('\n');
}

function whyNot(problem: unknown): string {
  if (!(problem instanceof Error)) return 'Portcullis cannot start.';
  const { code, port } = problem as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Portcullis cannot start: port ${port} is taken. Give it another PORT.`;
  return `Portcullis cannot start: ${problem.message}`;
}
