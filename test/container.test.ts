import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { freePort } from '../src/adapters/postgres/cluster.js';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const home = process.cwd();
const read = (path: string): Promise<string> => readFile(join(home, path), 'utf8');

/** What the file says, instruction by instruction, each on one line. */
async function instructions(): Promise<readonly Instruction[]> {
  const lines = (await read('Dockerfile'))
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  return lines.filter(Boolean).map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? expect.fail(line);
    return { name, rest };
  });
}

/** The last stage, which is what runs. */
async function stage(): Promise<{
  all: readonly Instruction[];
  one(name: string): string;
  env: Record<string, string>;
}> {
  const every = await instructions();
  const all = every.slice(every.findLastIndex(({ name }) => name === 'FROM'));
  const one = (name: string) => all.find((each) => each.name === name)?.rest ?? expect.fail(name);
  const env = Object.fromEntries(
    one('ENV')
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );
  return { all, one, env };
}

describe('The container', function () {
  this.timeout(90_000);

  it('copies only what is there, and what is not kept from it', async () => {
    const [ignored] = [(await read('.dockerignore')).split('\n').filter(Boolean)];
    expect(ignored[0]).to.equal('*');
    const copied = (await instructions()).filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'));
    const paths = copied.flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
    expect(paths).to.include.members(['package.json', 'src']);
    for (const path of paths) {
      await stat(join(home, path));
      expect(ignored, path).to.include(`!${path}`);
    }
  });

  it('runs as nobody who may do anything, listens to all, keeps its data in a volume, and starts as npm start does', async () => {
    const { one, env } = await stage();
    expect(one('USER')).to.equal('node');
    expect(env).to.deep.equal({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '4000', DATA_DIR: '/data' });
    expect([one('VOLUME'), one('EXPOSE')]).to.deep.equal(['/data', '4000']);
    const [node, ...flags] = JSON.parse(one('ENTRYPOINT')) as string[];
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: { start: string } };
    expect([node, flags.pop()]).to.deep.equal(['node', 'dist/src/portcullis.js']);
    expect(scripts.start).to.include(`node ${flags.join(' ')} dist/`);
  });

  it('[P02] starts from the tree that it lays, where nothing is that tests take, without rights and with its own database, and answers', async () => {
    const { one, env } = await stage();
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-container-'));
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    try {
      await chmod(folder, 0o755);
      await lay(folder);
      const data = join(folder, 'data');
      await mkdir(data, { mode: 0o700 });
      if (nobody.uid !== undefined) await chown(data, nobody.uid, nobody.gid);
      const port = await freePort();
      const [, ...args] = [...(JSON.parse(one('ENTRYPOINT')) as string[]), ...(JSON.parse(one('CMD')) as string[])];
      const child = spawn(process.execPath, args, {
        cwd: folder,
        env: {
          ...env,
          HOST: '127.0.0.1',
          PORT: String(port),
          DATA_DIR: data,
          PUBLIC_URL: 'https://auth.example.com',
          SECRET_KEY: 'a secret key of the tests, thirty-two bytes and more',
        },
        ...nobody,
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
      const ended = once(child, 'exit');
      expect(await answers(port, child), said).to.equal('alive');
      child.kill('SIGTERM');
      expect((await ended)[0], said).to.equal(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('stands beside PostgreSQL with no rights, no secret of its own, and roles apart', async () => {
    const { services, volumes } = parse(await read('compose.yaml')) as {
      services: Record<string, Record<string, unknown> & { environment: Record<string, string>; volumes: string[] }>;
      volumes: object;
    };
    const { portcullis, postgres } = services;
    expect(portcullis).to.deep.include({ build: '.', read_only: true, cap_drop: ['ALL'] });
    expect(portcullis?.volumes).to.deep.equal(['data:/data']);
    expect(portcullis).to.have.nested.property('depends_on.postgres.condition', 'service_healthy');
    expect(postgres).to.have.property('healthcheck');
    expect(volumes).to.have.keys('data', 'database');
    const { DATABASE_URL = '', MIGRATION_DATABASE_URL = '', ...rest } = portcullis?.environment ?? {};
    expect(DATABASE_URL).to.match(/^postgresql:\/\/portcullis:\$\{/);
    expect(MIGRATION_DATABASE_URL).to.match(/^postgresql:\/\/owner:\$\{/);
    for (const [name, value] of Object.entries(rest)) expect(value, name).to.match(/^\$\{/);
  });
});

/** What `npm ci --omit=dev` leaves, by the lock file, and what was built. */
async function lay(folder: string): Promise<void> {
  await cp(join(home, 'package.json'), join(folder, 'package.json'));
  await cp(join(home, 'dist', 'src'), join(folder, 'dist', 'src'), { recursive: true });
  const [, removed = ''] = /&& rm -rf (.*)/.exec(await read('Dockerfile')) ?? [];
  for (const path of removed.split(' ')) await rm(join(folder, path), { recursive: true });
  const { packages } = JSON.parse(await read('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; peer?: boolean; devOptional?: boolean }>;
  };
  for (const [path, { dev, peer, devOptional }] of Object.entries(packages)) {
    // Those within another package come along with it.
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || dev || peer || devOptional) continue;
    if (!(await stat(join(home, path)).catch(() => undefined))) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(home, path), join(folder, path), 'junction');
  }
}

async function answers(port: number, child: { readonly exitCode: number | null }): Promise<'alive' | 'silent'> {
  for (let tries = 0; tries < 1200 && child.exitCode === null; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return 'alive';
    await pause(50);
  }
  return 'silent';
}
