import { keysUsage, parseKeysCommand, runKeysCommand, type KeysCommand } from './adapters/cli/keys-command.js';
import { KeyRotation } from './adapters/credentials/key-rotation.js';
import { Seal } from './adapters/node/seal.js';
import { secretKeyIn } from './adapters/node/secret-key-file.js';
import { SystemClock } from './adapters/node/system-clock.js';
import { PostgresKeyStore } from './adapters/postgres/key-store.js';
import { loadConfig } from './config.js';
import { openStore } from './open-store.js';

// `npm run keys -- COMMAND`: what an operator does to the keys that all replicas share.
const command = parseKeysCommand(process.argv.slice(2));
if (command) {
  await run(command).catch((problem: unknown) => {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write(keysUsage);
  process.exitCode = 2;
}

async function run(wanted: KeysCommand): Promise<void> {
  const config = loadConfig();
  const { dataDir, policy, secretKey, tokens } = config;
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const { pool } = await openStore(config, (line) => process.stderr.write(`${line}\n`), opened);
    const clock = new SystemClock();
    const keys = await KeyRotation.open({
      store: new PostgresKeyStore(pool),
      seal: new Seal(secretKey.current ?? secretKeyIn(dataDir), secretKey.previous),
      clock,
      alg: tokens.alg,
      sessionLife: policy.sessionLife,
    });
    const lines = await runKeysCommand(wanted, keys, clock.now());
    if (!lines)
      throw new Error('There is no such key that could be revoked: see `list`; the index key has no successor.');
    for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}
