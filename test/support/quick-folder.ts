import { mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../src/adapters/postgres/cluster.js';
import { hours } from '../../src/domain/duration.js';

const memory = '/dev/shm';
const enough = 4 * 2 ** 30; // bytes
const name = 'portcullis-test-';

/**
 * A new folder, in memory where there is plenty: a run makes and drops hundreds of databases of hundreds of files, and a
 * disk's file system looks long for a free place among files that were removed a moment ago.
 */
export async function quickFolder(): Promise<string> {
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return mkdtemp(join(room >= enough ? memory : tmpdir(), `${name}${process.pid}-`));
}

/** Gives back the memory of runs that were killed; a server of theirs that still runs ends when it finds its files gone. */
export async function clearUp(): Promise<void> {
  for (const found of await readdir(memory).catch(() => [])) {
    if (!found.startsWith(name) || isAlive(Number.parseInt(found.slice(name.length), 10))) continue;
    const folder = join(memory, found);
    // Processes of another container are not seen here, and no run lasts for so long.
    const made = await stat(folder).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > hours(1)) await rm(folder, { recursive: true, force: true });
  }
}
