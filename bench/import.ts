import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../src/adapters/postgres/migrate.js';
import { startEmbedded } from '../src/adapters/postgres/embedded.js';
import { unpadded } from '../src/adapters/node/hash-recipe.js';

/*
 * `npm run bench:import`: how many users a second `portcullis import` brings over with their hashes as given, each second
 * one with an authenticator; the whole command in a process of its own, start and end included, onto PostgreSQL.
 */
const [users, least] = [20_000, 2000];
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function row(n: number): string {
  const [salt, key] = [unpadded(randomBytes(16)), unpadded(randomBytes(32))];
  const secret = Array.from(randomBytes(32), (byte) => alphabet[byte % 32]).join('');
  const user = { email: `user${n}@example.org`, passwordHash: `$argon2id$v=19$m=65536,t=3,p=4$${salt}$${key}` };
  return JSON.stringify(n % 2 === 0 ? { ...user, totp: [{ secret, label: 'Phone' }] } : user);
}

const home = await mkdtemp(join(tmpdir(), 'portcullis-bench-import-'));
// PostgreSQL may run as somebody else and must get through.
await chmod(home, 0o711);
const database = await startEmbedded(join(home, 'database'), () => undefined);
try {
  await migrate({ migrationUrl: database.migrationUrl, serviceUrl: database.url });
  const file = join(home, 'users.jsonl');
  await writeFile(file, Array.from({ length: users }, (_, n) => row(n)).join('\n'));
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    DATA_DIR: join(home, 'data'),
    SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const start = performance.now();
  const program = join('dist', 'src', 'portcullis.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'import', file, '--json'], { env });
  const perSecond = users / ((performance.now() - start) / 1000);
  process.stdout.write(`${stdout.trim()}\n`);
  process.stdout.write(
    `${Math.round(perSecond)} users a second, to reach ${least}: ${perSecond >= least ? '✓' : '✗ missed'}\n`,
  );
} finally {
  await database.close();
  await rm(home, { recursive: true });
}
