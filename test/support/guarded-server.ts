import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { childEnv } from './child-env.js';

/** A server of somebody else's, in a process of its own: it knows the service's address, and shares nothing with it. */
export interface GuardedServer {
  readonly url: string;
  /** Everything it printed before it listened. */
  readonly said: readonly string[];
  close(): Promise<void>;
}

/** Starts one of `examples/guards` and resolves when it listens. */
export async function guardedServer(name: string, settings: Readonly<Record<string, string>>): Promise<GuardedServer> {
  const file = join(process.cwd(), 'dist', 'examples', 'guards', `${name}.js`);
  const child = spawn(process.execPath, [file], {
    env: { ...childEnv, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port === undefined) said.push(line);
    else {
      const close = async (): Promise<void> => {
        child.kill('SIGKILL');
        await gone;
      };
      return { url: `http://localhost:${port}`, said, close };
    }
  }
  throw new Error(`${name} ended without listening`);
}
