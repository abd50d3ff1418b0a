import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { Client } from 'pg';
import { startEmbedded, type Embedded } from '../../src/adapters/postgres/embedded.js';

const quiet = (): void => undefined;
const copy = promisify(execFile);

describe('The embedded PostgreSQL', function () {
  this.timeout(60_000);
  let made: string;
  let folder: string;
  let home: string;
  let running: Embedded[];
  let children: ChildProcess[];

  const start = async (log: (line: string) => void = quiet): Promise<Embedded> => {
    const embedded = await startEmbedded(home, log);
    running.push(embedded);
    return embedded;
  };

  /** A Portcullis of its own, as far as PostgreSQL is concerned. */
  const startElsewhere = async (): Promise<{ child: ChildProcess; migrationUrl: string }> => {
    const program = new URL('../support/hold-embedded.js', import.meta.url);
    const child = fork(program, [home], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    children.push(child);
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      if (said.includes('\n')) break;
    }
    return { child, ...(JSON.parse(said) as { migrationUrl: string }) };
  };

  const kill = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };

  const postmaster = async (): Promise<number> =>
    Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  before(async () => {
    made = await mkdtemp(join(tmpdir(), 'portcullis-made-'));
    await chmod(made, 0o755);
    await (await startEmbedded(join(made, 'data'), quiet)).close();
  });

  after(() => rm(made, { recursive: true }));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portcullis-embedded-'));
    // Others may pass the folder and nothing in it.
    await chmod(folder, 0o755);
    home = join(folder, 'data');
    // Made once, for all but those who watch it being made; whose it is goes along.
    await copy('cp', ['-a', join(made, 'data'), home]);
    running = [];
    children = [];
  });

  afterEach(async () => {
    await Promise.all(children.map(kill));
    // One more start takes over whatever a test left running, and ends it.
    if (running.length === 0) await start();
    for (const embedded of running) await embedded.close();
    await rm(folder, { recursive: true });
  });

  it('keeps what was written, over a clean stop', async () => {
    await ask((await start()).migrationUrl, 'create table kept as select 7 as n');
    await running.pop()?.close();
    expect(await ask((await start()).migrationUrl, 'select n from kept')).to.deep.equal([{ n: 7 }]);
  });

  it('takes over with every committed row when its Portcullis was killed', async () => {
    const { child, migrationUrl } = await startElsewhere();
    await ask(migrationUrl, 'create table kept as select 7 as n');
    await kill(child);
    expect(await ask((await start()).migrationUrl, 'select n from kept')).to.deep.equal([{ n: 7 }]);
  });

  it('starts again with every committed row when the whole machine went down', async () => {
    const { child, migrationUrl } = await startElsewhere();
    await ask(migrationUrl, 'create table kept as select 7 as n');
    const pid = await postmaster();
    await kill(child);
    process.kill(pid, 'SIGKILL');
    expect(await ask((await start()).migrationUrl, 'select n from kept')).to.deep.equal([{ n: 7 }]);
  });

  it('starts although the lock file names a process that is somebody else', async () => {
    await start();
    const lock = await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8');
    await running.pop()?.close();
    // As the same user, or PostgreSQL would see by itself that it is a stranger.
    const stranger = fork(new URL('../support/sleep.js', import.meta.url), {
      ...(process.getuid?.() === 0 && { uid: (await stat(join(home, 'postgres'))).uid }),
      cwd: '/',
      stdio: 'ignore',
    });
    children.push(stranger);
    await once(stranger, 'spawn');
    await writeFile(join(home, 'postgres', 'postmaster.pid'), lock.replace(/^\d+/, String(stranger.pid)));
    expect(await ask((await start()).url, 'select 1 as n')).to.deep.equal([{ n: 1 }]);
    expect(stranger.exitCode).to.equal(null);
  });

  it('tells a second Portcullis in one sentence that the place is taken', async () => {
    const { migrationUrl } = await startElsewhere();
    expect(await refusal(startEmbedded(home, quiet))).to.match(/^Another Portcullis is using .*DATA_DIR/);
    expect(await ask(migrationUrl, 'select 1 as n')).to.deep.equal([{ n: 1 }]);
  });

  it('lets one of several live that start at once on an empty place', async () => {
    await rm(home, { recursive: true });
    const settled = await Promise.allSettled([start(), start(), start()]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    for (const each of settled) {
      if (each.status === 'rejected') expect(String(each.reason)).to.match(/Another Portcullis is using/);
    }
  });

  it('comes back at the same place when PostgreSQL dies under it', async () => {
    const said: string[] = [];
    const { url } = await start((line) => said.push(line));
    process.kill(await postmaster(), 'SIGKILL');
    const deadline = performance.now() + 20_000;
    while ((await refusal(ask(url, 'select 1'))) !== undefined && performance.now() < deadline);
    expect(await ask(url, 'select 1 as n')).to.deep.equal([{ n: 1 }]);
    expect(said.join('\n')).to.include('bringing it back');
  });

  it('shows its passwords and its log to nobody else', async () => {
    const { url } = await start();
    for (const name of ['postgres.json', 'postgres.log']) {
      expect((await stat(join(home, name))).mode & 0o777).to.equal(0o600);
    }
    const password = new URL(url).password;
    expect(await readFile(join(home, 'postgres.log'), 'utf8')).not.to.include(password);
  });

  it('writes to disk what it calls committed', async () => {
    const rows = await ask(
      (await start()).url,
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
    );
    expect(rows.map((row) => row['setting'])).to.deep.equal(['on', 'on', 'on']);
  });

  it('runs in a place that nobody else may pass, also where root starts it', async () => {
    await rm(home, { recursive: true });
    await chmod(folder, 0o700);
    const { url } = await start();
    expect(await ask(url, 'select 1 as n')).to.deep.equal([{ n: 1 }]);
    expect((await stat(folder)).mode & 0o777).to.equal(0o700);
    if (process.getuid?.() === 0) expect((await stat(join(home, 'postgres'))).uid).not.to.equal(0);
  });

  it('gives the service a role that owns nothing', async () => {
    const { url } = await start();
    expect(await refusal(ask(url, 'create table mine (n int)'))).to.include('permission denied');
    expect(await ask(url, 'select rolsuper from pg_roles where rolname = current_user')).to.deep.equal([
      { rolsuper: false },
    ]);
  });
});

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', quiet);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function refusal(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => undefined,
    (problem: unknown) => (problem instanceof Error ? problem.message : String(problem)),
  );
}
