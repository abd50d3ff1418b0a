import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../src/adapters/postgres/cluster.js';
import type { Duration } from '../../src/domain/duration.js';

/** Debian's, or whichever the PATH has. */
export const redisPath = (): string | undefined =>
  ['redis-server', '/usr/bin/redis-server'].find((place) => spawnSync(place, ['--version']).error === undefined);

/** A real Redis that keeps nothing on disk; it may be stopped and started again. */
export class RedisServer {
  private child: ReturnType<typeof spawn> | undefined;
  private readonly client: Redis;

  private constructor(
    private readonly program: string,
    private readonly port: number,
  ) {
    const retryStrategy = () => 20;
    this.client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, maxRetriesPerRequest: null, retryStrategy });
    this.client.on('error', () => undefined);
  }

  static async start(program: string): Promise<RedisServer> {
    const server = new RedisServer(program, await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const places = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn(this.program, places, { stdio: 'ignore' });
    this.child = child;
    for (let tries = 0; tries < 250; tries += 1) {
      if (child.exitCode !== null) throw new Error(`Redis ended with ${child.exitCode}`);
      if ((await this.client.ping().catch(() => undefined)) === 'PONG') return;
      await pause(20);
    }
    throw new Error('Redis does not answer');
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** What so much time does to what is kept: nobody waits for it. */
  async pass(span: Duration): Promise<void> {
    for (const key of await this.client.keys('*')) {
      const left = (await this.client.pttl(key)) - span;
      if (left > 0) await this.client.pexpire(key, left);
      else await this.client.del(key);
    }
  }

  size(): Promise<number> {
    return this.client.dbsize();
  }

  keys(): Promise<readonly string[]> {
    return this.client.keys('*');
  }

  async empty(): Promise<void> {
    await this.client.flushall();
  }

  async close(): Promise<void> {
    this.client.disconnect();
    await this.stop();
  }
}
