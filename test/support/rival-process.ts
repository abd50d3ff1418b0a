import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Race, RaceName } from './rival.js';

/** A process of its own, on the same database. */
export interface RivalProcess {
  /** What each of `size` callers, all at once, was answered. */
  race<Name extends RaceName>(name: Name, size: number, input: Race[Name]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

type Reply = { readonly ready: true } | { readonly answers: readonly string[] };

export async function rivalProcess(url: string): Promise<RivalProcess> {
  const child = fork(fileURLToPath(new URL('./rival.js', import.meta.url)), [url], { execPath: process.execPath });
  await next(child);
  return {
    async race(name, size, input) {
      const reply = next(child);
      child.send({ name, size, input });
      const answered = await reply;
      return 'answers' in answered ? answered.answers : [];
    },
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function next(child: ChildProcess): Promise<Reply> {
  const ended = new AbortController();
  const exit = once(child, 'exit', ended).then(([code]): never => {
    throw new Error(`The rival ended with ${String(code)}`);
  });
  exit.catch(() => undefined);
  try {
    const [reply] = (await Promise.race([once(child, 'message', ended), exit])) as [Reply];
    return reply;
  } finally {
    ended.abort();
  }
}
