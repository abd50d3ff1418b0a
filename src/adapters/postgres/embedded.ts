import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { Cluster, freePort } from './cluster.js';
import { findAccount, findBinaries, reaching } from './postgres-account.js';

const owner = 'portcullis_owner';
const service = 'portcullis';
const database = 'postgres';
// Held on a connection of its own for as long as we live; a killed process lets go of it by dying.
const ownership = 0x706f7274; // "port"
const patience = 60_000; // ms; replaying the log after a crash can take a while

interface Passwords {
  readonly owner: string;
  readonly service: string;
}

/** A PostgreSQL that is ours alone. */
export interface Embedded {
  /** For the service: no more rights than it needs. */
  readonly url: string;
  /** For migrations: the role that owns the tables. */
  readonly migrationUrl: string;
  /** Stops it, everything written. */
  close(): Promise<void>;
}

/**
 * Starts PostgreSQL 18 under `home`, making it at the first start, and keeps it running until closed. One that outlived
 * a killed Portcullis is taken over with all it holds.
 * @throws one clear error where another Portcullis lives there, or the place cannot be used.
 */
export async function startEmbedded(home: string, log: (line: string) => void): Promise<Embedded> {
  const binaries = findBinaries();
  const known = await findAccount(log);
  await mkdir(dirname(home), { recursive: true });
  await mkdir(home, { recursive: true, mode: 0o700 });
  const place = await realpath(home);
  const account = await reaching(place, binaries, known, log);
  const passwords = await keptPasswords(join(place, 'postgres.json'));
  const cluster = new Cluster(place, binaries, account);
  await cluster.ensureInitialised(owner, passwords.owner);
  const keeper = new Keeper(cluster, passwords, place, log);
  const port = await keeper.take();
  const at = `127.0.0.1:${port}/${database}`;
  return {
    url: `postgresql://${service}:${passwords.service}@${at}`,
    migrationUrl: `postgresql://${owner}:${passwords.owner}@${at}`,
    close: () => keeper.close(),
  };
}

/** Holds the ownership, and brings PostgreSQL back where it died under us. */
class Keeper {
  private client: Client | undefined;
  private closing = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly passwords: Passwords,
    private readonly home: string,
    private readonly log: (line: string) => void,
  ) {}

  /** Resolves with the port. `wanted`: where the pool already knows it. */
  async take(wanted?: number): Promise<number> {
    const { client, port } = await this.connected(wanted);
    if (!(await owns(client))) {
      await client.end();
      throw new Error(`Another Portcullis is using ${this.home}: stop it, or give this one a DATA_DIR of its own.`);
    }
    await ensureServiceRole(client, this.passwords.service);
    this.client = client;
    client.once('end', () => {
      if (!this.closing) void this.retake(port);
    });
    return port;
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.client?.end().catch(() => undefined);
    await this.cluster.stop();
  }

  private async retake(port: number): Promise<void> {
    this.log('The embedded PostgreSQL went away; bringing it back.');
    while (!this.closing) {
      try {
        await this.take(port);
        return;
      } catch (problem) {
        this.log(`The embedded PostgreSQL is not back yet: ${String(problem)}`);
        await pause(1000);
      }
    }
  }

  private async connected(wanted: number | undefined): Promise<{ client: Client; port: number }> {
    const deadline = performance.now() + patience;
    let said = '';
    for (let tries = 0; tries < 4 && performance.now() < deadline; tries++) {
      const running = await this.adopt(deadline);
      if (running) return running;
      const port = tries === 0 && wanted !== undefined ? wanted : await freePort();
      const { ended } = await this.cluster.start(port);
      while (!ended() && performance.now() < deadline) {
        const client = await this.connect(port);
        if (client instanceof Client) return { client, port };
        await pause(10);
      }
      said = (await ended()) ?? 'it never answered';
    }
    throw new Error(`PostgreSQL does not start under ${this.home}: ${said}`);
  }

  /** The PostgreSQL that runs on our directory already, if it answers; one that does not is stopped. */
  private async adopt(deadline: number): Promise<{ client: Client; port: number } | undefined> {
    for (let refused = 0; ; await pause(50)) {
      const lock = await this.cluster.recorded();
      if (!lock) return undefined;
      if (!(await this.cluster.isRunning(lock.pid))) {
        await this.cluster.disownLock();
        return undefined;
      }
      const client = lock.port ? await this.connect(lock.port) : 'refused';
      if (client instanceof Client) return { client, port: lock.port };
      if (client === 'refused') refused++;
      if (refused < 40 && performance.now() < deadline) continue;
      await this.cluster.stop();
      return undefined;
    }
  }

  private async connect(port: number): Promise<Client | 'starting' | 'refused'> {
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: owner,
      password: this.passwords.owner,
      database,
      application_name: 'portcullis keeper',
      connectionTimeoutMillis: 3000,
      keepAlive: true,
    });
    client.on('error', () => undefined); // its end is what we go by
    try {
      await client.connect();
      return client;
    } catch (problem) {
      await client.end().catch(() => undefined);
      return (problem as { readonly code?: string }).code === '57P03' ? 'starting' : 'refused';
    }
  }
}

/** A killed Portcullis may have been dead for less time than PostgreSQL takes to notice. */
async function owns(client: Client): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [ownership]);
    if (rows[0]?.held) return true;
    await pause(50);
  }
  return false;
}

async function ensureServiceRole(client: Client, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [service]);
  if (rowCount) return;
  await client.query(`create role ${service} login password ${client.escapeLiteral(password)}`);
}

/** Made once; only we may read them. */
async function keptPasswords(file: string): Promise<Passwords> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept) return JSON.parse(kept) as Passwords;
  const fresh = () => randomBytes(24).toString('base64url');
  const draft = `${file}.new-${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify({ owner: fresh(), service: fresh() }), { mode: 0o600, flush: true });
  // Never over another's: whoever came first decides.
  await link(draft, file).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code !== 'EEXIST') throw problem;
  });
  await rm(draft);
  return JSON.parse(await readFile(file, 'utf8')) as Passwords;
}
