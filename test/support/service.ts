import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { freePort } from '../../src/adapters/postgres/cluster.js';
import { openLog } from '../../src/adapters/http/log.js';
import { loadConfig, type Variables } from '../../src/config.js';
import { itself } from '../../src/domain/client.js';
import type { DomainEvent, Fact } from '../../src/domain/events.js';
import type { Message } from '../../src/domain/ports/notifier.js';
import type { Needs } from '../../src/needs.js';
import { startService } from '../../src/service.js';
import { childEnv } from './child-env.js';
import { sendGraphql, type Answer, type Member, type Sending } from './graphql-client.js';
import { scratch, type Scratch, type Server } from './postgres.js';

/** The real service on a port of its own, over an empty database of its own. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly pool: Pool;
  graphql<Data = Record<string, Member>>(
    query: string,
    variables?: Record<string, unknown>,
    sending?: Sending,
  ): Promise<Answer<Data>>;
  /** Everything it logged so far. */
  readonly logs: readonly string[];
  /** What the owners of accounts were told. */
  readonly messages: readonly Message[];
  /** Every committed fact, oldest first. */
  facts(): Promise<readonly DomainEvent[]>;
  close(): Promise<void>;
}
export interface Spawned extends Omit<Running, 'messages'> {
  readonly pid: number;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** What it said to whoever started it. */
  said(): string;
  kill(signal: NodeJS.Signals): void;
}
export interface Given {
  /** Adapters that take the place of ours, such as a clock. */
  readonly instead?: Partial<Needs>;
  /** A PostgreSQL that the test may stop. */
  readonly server?: Server;
}

const secretKey = 'a secret key of the tests, thirty-two bytes and more';

/** In this process: `instead` swaps adapters, and the debugger sees everything. */
export async function service(env: Variables = {}, { instead = {}, server }: Given = {}): Promise<Running> {
  const place = await room(server);
  const [logs, messages]: [string[], Message[]] = [[], []];
  const config = loadConfig({ ...place.env, PORT: '0', PUBLIC_URL: 'http://localhost:4000', ...env });
  const log = openLog(config.logLevel, { write: (line: string) => void logs.push(line) });
  const notifier = { send: async (message: Message) => void messages.push(message) };
  const running = await startService(config, { log, instead: { notifier, ...instead } }).catch(async (problem) => {
    await place.leave();
    throw problem;
  });
  const close = async () => {
    await running.stop();
    await place.leave();
  };
  return { ...at(running.port, place.database), port: running.port, logs, messages, close };
}

/** As it is started in earnest: a process of its own, which may be killed. */
export async function spawned(env: Variables = {}, { server }: Pick<Given, 'server'> = {}): Promise<Spawned> {
  const place = await room(server);
  const port = await freePort();
  const main = join(process.cwd(), 'dist', 'src', 'main.js');
  const child = spawn(process.execPath, [main], {
    env: { ...childEnv, ...place.env, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  const gone = ended.then((end) => {
    throw new Error(`The service ended with ${end} and said: ${output}`);
  });
  gone.catch(() => undefined);
  const waiting = new AbortController();
  await Promise.race([answering(port, waiting.signal), gone])
    .catch(async (problem: unknown) => {
      await place.leave();
      throw problem;
    })
    .finally(() => waiting.abort());
  return {
    ...at(port, place.database),
    port,
    pid: child.pid ?? 0,
    ended,
    said: () => output,
    get logs() {
      return output.split('\n').filter((line) => line.startsWith('{'));
    },
    kill: (signal) => void child.kill(signal),
    async close() {
      child.kill('SIGTERM');
      await ended;
      await place.leave();
    },
  };
}

interface Room {
  readonly env: Variables;
  readonly database: Scratch;
  leave(): Promise<void>;
}

async function room(server: Server | undefined): Promise<Room> {
  const database = await scratch(server);
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-service-'));
  const env = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SECRET_KEY: secretKey,
    HASHING_WORKERS: '2',
    LOG_LEVEL: 'debug',
    // Everybody here comes from one address, and many tests stop the clock.
    LIMIT_LOGIN_PER_CLIENT: '100000',
  };
  const leave = async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { env, database, leave };
}

function at(port: number, { pool }: Scratch): Pick<Running, 'url' | 'pool' | 'graphql' | 'facts'> {
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pool,
    graphql: (query, variables, sending) => sendGraphql(url, query, variables, sending),
    async facts() {
      // But for the links of notices, which the service issues by itself, a second later or so.
      const { rows } = await pool.query<Pick<Fact, 'event'>>(
        `select event from facts where not (type = 'link.issued' and correlation_id = $1) order by position`,
        [itself.correlationId],
      );
      return rows.map(({ event }) => event);
    },
  };
}

async function answering(port: number, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(20);
  }
}
