import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../src/adapters/postgres/cluster.js';
import { startEmbedded, type Embedded } from '../src/adapters/postgres/embedded.js';
import { Child } from './child.js';
import { requestOf, Wire } from './wire.js';

const poolSize = '10';
const patience = 30_000; // milliseconds for a first answer

/** What `npm start` tells Node beside the file, so that what is measured is what is started. */
function startFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [, flags] = /\bnode ((?:--\S+ )*)dist\/src\/main\.js/.exec(scripts.start) ?? [];
  if (flags === undefined) throw new Error('npm start does not start dist/src/main.js');
  return flags.split(' ').filter((flag) => flag !== '');
}

/** A server under load, in a process of its own. */
export interface Server {
  readonly child: Child;
  readonly port: number;
}

/** What the service is told: everything as in production, and to believe its proxy, which the client process plays. */
export type Settings = Readonly<Record<string, string>>;

/** Everything is counted as in production, and nobody is turned away for it. */
const unlimited: Settings = Object.fromEntries(
  ['LOGIN_PER_CLIENT', 'LOGIN_PER_ADDRESS', 'CHALLENGE_PER_USER', 'CHALLENGE_PER_SESSION'].map((name) => [
    `LIMIT_${name}`,
    '100000000',
  ]),
);

/** Where it all happens: one PostgreSQL, one client process, and servers started as they are needed. */
export class Stage {
  private readonly children: Child[] = [];

  private constructor(
    private readonly home: string,
    private readonly database: Embedded,
    readonly client: Child,
    readonly settings: Settings,
  ) {
    this.children.push(client);
  }

  /** Everything it keeps is gone when it is closed. */
  static async open(log: (line: string) => void, profiles?: string): Promise<Stage> {
    const home = await mkdtemp(join(tmpdir(), 'portcullis-bench-'));
    // PostgreSQL may run as somebody else and must get through.
    await chmod(home, 0o711);
    const prints = join(home, 'printed');
    await mkdir(prints, { mode: 0o700 });
    const database = await startEmbedded(join(home, 'database'), log);
    const settings: Settings = {
      NODE_ENV: 'production',
      DATA_DIR: join(home, 'data'),
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.migrationUrl,
      DATABASE_POOL_SIZE: poolSize,
      SECRET_KEY: randomBytes(32).toString('base64url'),
      PUBLIC_URL: 'https://auth.example.test',
      TRUST_PROXY: '1',
      ...unlimited,
      ...(profiles && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` }),
    };
    return new Stage(home, database, Child.start('./client.js', { home: prints }), settings);
  }

  /** For the tables of the limits. */
  get ownerUrl(): string {
    return this.database.migrationUrl;
  }

  /** The service, from `npm run build`, until it answers. */
  async startService(): Promise<Server & { readonly milliseconds: number }> {
    const port = await freePort();
    const began = performance.now();
    const child = this.start('../src/main.js', { ...this.settings, PORT: String(port) }, startFlags());
    await firstAnswer(child, port);
    return { child, port, milliseconds: performance.now() - began };
  }

  /** One of the bare servers, until it listens. */
  async startLimit(file: string): Promise<Server> {
    return this.listening(file, { NODE_ENV: 'production', DATABASE_URL: this.ownerUrl, DATABASE_POOL_SIZE: poolSize });
  }

  /** A server of somebody else's that holds the service in its own process, and knows where another is. */
  async startGuarded(serviceUrl: string): Promise<Server> {
    return this.listening('./guarded.js', { ...this.settings, OWNER_URL: this.ownerUrl, SERVICE_URL: serviceUrl });
  }

  private async listening(file: string, env: Settings): Promise<Server> {
    const child = this.start(file, env);
    const { port } = await child.ask<{ readonly kind: string; readonly port: number }>('listening');
    return { child, port };
  }

  start(file: string, env: Settings, flags: readonly string[] = []): Child {
    const child = Child.start(file, { env, flags, home: join(this.home, 'printed') });
    this.children.push(child);
    return child;
  }

  async close(): Promise<void> {
    await Promise.all(this.children.map((child) => child.stop()));
    await this.database.close();
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Asks until it is answered in GraphQL, as a client would that cannot wait. */
async function firstAnswer(child: Child, port: number): Promise<void> {
  const request = requestOf({ path: '/graphql', headers: {}, body: '{"query":"{ __typename }"}' }, undefined);
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (child.hasEnded) break;
    const answer = await ask(port, request);
    if (answer?.includes('"Query"')) return;
    await pause(2);
  }
  throw new Error(`The service did not answer: ${child.lastWords()}`);
}

async function ask(port: number, request: Buffer): Promise<string | undefined> {
  try {
    const wire = await Wire.to(port);
    try {
      return (await wire.ask(request)).body;
    } finally {
      wire.close();
    }
  } catch {
    return undefined;
  }
}
