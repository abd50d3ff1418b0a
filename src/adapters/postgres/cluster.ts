import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asAccount, type Account, type Binaries } from './postgres-account.js';

const run = promisify(execFile);
const longestLog = 4 * 1024 * 1024; // bytes; a longer one is begun anew at the next start
// What PostgreSQL is told of our environment: nothing that is set there, secrets least of all.
const bareEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

/** One PostgreSQL data directory and what runs on it. */
export class Cluster {
  readonly directory: string;

  constructor(
    private readonly home: string,
    private readonly binaries: Binaries,
    private readonly account: Account,
  ) {
    this.directory = join(home, 'postgres');
  }

  /** Made aside and moved into place whole, so that an interrupted first start leaves nothing half made. */
  async ensureInitialised(owner: string, password: string): Promise<void> {
    const version = await readFile(join(this.directory, 'PG_VERSION'), 'utf8').catch(() => undefined);
    if (version?.trim() === '18') return;
    if (version) throw new Error(`${this.directory} was made by PostgreSQL ${version.trim()}; this is PostgreSQL 18.`);
    await this.removeLeftovers();
    const making = await mkdtemp(`${this.directory}.new-${process.pid}-`);
    const passwordFile = `${making}.password`;
    try {
      await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
      const { uid, gid } = this.account;
      if (uid !== undefined && gid !== undefined) {
        await Promise.all([chown(making, uid, gid), chown(passwordFile, uid, gid)]);
      }
      // A collation that is PostgreSQL's own: an upgrade of the machine never changes the order of an index.
      const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      const access = ['--auth=scram-sha-256', `--username=${owner}`, `--pwfile=${passwordFile}`];
      await this.run(this.binaries.initdb, [`--pgdata=${making}`, ...access, ...locale, '--no-instructions']);
      // Where somebody else was faster theirs is kept, for a directory is never moved over a full one.
      await rename(making, this.directory).catch((problem: NodeJS.ErrnoException) => {
        if (problem.code !== 'ENOTEMPTY' && problem.code !== 'EEXIST') throw problem;
      });
    } finally {
      await Promise.all([rm(making, { recursive: true, force: true }), rm(passwordFile, { force: true })]);
    }
  }

  /** The process and port that the directory's lock file names, whether or not they are still there. */
  async recorded(): Promise<{ readonly pid: number; readonly port: number } | undefined> {
    const text = await readFile(this.lockFile, 'utf8').catch(() => undefined);
    const [pid, , , port] = text?.split('\n') ?? [];
    return Number(pid) > 0 ? { pid: Number(pid), port: Number(port) || 0 } : undefined;
  }

  /** That process is a PostgreSQL on this very directory, not a stranger who got the same number later. */
  async isRunning(pid: number): Promise<boolean> {
    const seen =
      (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)) ??
      (await run('ps', ['-o', 'command=', '-p', String(pid)]).then(
        ({ stdout }) => stdout,
        () => '',
      ));
    return seen.includes(this.directory);
  }

  /**
   * A lock file left by a crash or by a machine that went down may name a number that is somebody else's now, and
   * PostgreSQL would not start. It takes its starter's number for a stale one, and then still looks for survivors in
   * the shared memory that the file names, which it could not if the file were gone.
   */
  async disownLock(): Promise<void> {
    const text = await readFile(this.lockFile, 'utf8').catch(() => undefined);
    if (text) await writeFile(this.lockFile, text.replace(/^\d+/, String(process.pid)));
  }

  /**
   * Starts PostgreSQL as a process that outlives us: a Ctrl-C meant for us must not reach it before we have drained.
   * Resolves with `undefined` while it runs, and with what it last said once it has ended.
   */
  async start(port: number): Promise<{ readonly ended: () => Promise<string> | undefined }> {
    const logFile = join(this.home, 'postgres.log');
    const size = await stat(logFile).then(
      (file) => file.size,
      () => 0,
    );
    const log = await open(logFile, size > longestLog ? 'w' : 'a', 0o600);
    await chmod(logFile, 0o600);
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '60',
      timezone: 'UTC',
      log_timezone: 'UTC',
      jit: 'off',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const command = ['-D', this.directory, '-p', String(port), ...flags];
    const { program, args, ids } = asAccount(this.account, this.binaries.postgres, command);
    const child = spawn(program, args, {
      ...ids,
      cwd: this.home,
      env: bareEnvironment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let ended: Promise<string> | undefined;
    // It may end after we did, and be gone with everything it said.
    const saying = () =>
      readFile(logFile, 'utf8').then(
        (text) => text.slice(size > longestLog ? 0 : size).trim(),
        () => '',
      );
    child.once('exit', () => (ended = saying()));
    child.unref();
    await once(child, 'spawn').finally(() => log.close());
    return { ended: () => ended };
  }

  /** Ends sessions and stops, everything written; resolves at once where nothing runs. */
  async stop(): Promise<void> {
    const { pid } = (await this.recorded()) ?? {};
    if (pid === undefined || !(await this.isRunning(pid))) return;
    const stop = ['stop', `--pgdata=${this.directory}`, '--silent'];
    await this.run(this.binaries.pg_ctl, [...stop, '--mode=fast', '--timeout=15']).catch(() =>
      // Nothing committed is lost by this either: the log is replayed at the next start.
      this.run(this.binaries.pg_ctl, [...stop, '--mode=immediate', '--timeout=10']),
    );
  }

  private get lockFile(): string {
    return join(this.directory, 'postmaster.pid');
  }

  private async run(binary: string, given: readonly string[]): Promise<void> {
    const { program, args, ids } = asAccount(this.account, binary, given);
    await run(program, args, { ...ids, cwd: this.home, env: bareEnvironment });
  }

  private async removeLeftovers(): Promise<void> {
    const names = await readdir(this.home);
    const leftovers = names.filter((name) => {
      const pid = /^postgres\.new-(\d+)/.exec(name)?.[1];
      return pid !== undefined && !isAlive(Number(pid));
    });
    await Promise.all(leftovers.map((name) => rm(join(this.home, name), { recursive: true, force: true })));
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Whether there is such a process, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}
