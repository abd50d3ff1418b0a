import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/adapters/postgres/cluster.js';

/** Debian keeps it where ordinary users do not look. */
const places = ['nginx', '/usr/sbin/nginx'];
export const nginxPath = (): string | undefined => places.find((place) => spawnSync(place, ['-v']).error === undefined);

export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

/** A real nginx before `servers`, its own master and worker in one, with everything it writes in a folder of its own. */
export async function startNginx(program: string, servers: (port: number) => string): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-nginx-'));
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder};`);
  const head = `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {}`;
  const http = `http { access_log off; ${temporary.join(' ')}\n${servers(port)}\n}`;
  await writeFile(join(folder, 'nginx.conf'), `${head}\n${http}\n`);
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; child.exitCode === null && tries < 250; tries += 1) {
    if (await fetch(`${url}/healthz`).catch(() => undefined)) break;
    await pause(20);
  }
  if (child.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
  return {
    url,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
