import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Cast } from './cast.js';
import type { Result } from './result.js';
import { rows } from './rows.js';
import { table } from './table.js';

const help = `npm run bench -- [--only ROW]… [--seconds N] [--json FILE]

  --only ROW     one row alone, by its name, or several by how they begin; may be given more than once
  --seconds N    how long each side of a row is measured (10)
  --json FILE    writes what was measured
  --profile DIR  has the service write CPU profiles there; it is slower meanwhile

Rows: ${rows.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '10' },
    json: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const chosen = rows.filter(({ name }) => values.only.length === 0 || values.only.some((only) => isMeant(name, only)));

if (values.help) console.log(help);
else if (!(seconds > 0) || chosen.length === 0) {
  console.error(help);
  process.exitCode = 2;
} else await measure();

/** By its name, or by the beginning of several. */
function isMeant(name: string, only: string): boolean {
  return rows.some((row) => row.name === only) ? name === only : name.startsWith(only);
}

async function measure(): Promise<void> {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, PostgreSQL 18.`);
  console.log(`The service, PostgreSQL and the client share them. ${seconds} s a side, in turns.\n`);
  const cast = await Cast.gather(console.error, values.profile && resolve(values.profile));
  // PostgreSQL outlives whoever started it, unless it is told to stop.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cast.close().finally(() => process.exit(130)));
  }
  const results: Result[] = [];
  try {
    for (const { name, operation, run } of chosen) {
      console.error(`… ${operation}`);
      results.push({ row: name, operation, ...(await run(cast, seconds)) });
    }
  } finally {
    await cast.close();
  }
  console.log(`\n${table(results)}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, seconds, results }, undefined, 2)}\n`);
  if (results.some(({ checks }) => checks.some(({ met }) => !met))) process.exitCode = 1;
}
