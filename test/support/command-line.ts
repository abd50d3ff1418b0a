import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Variables } from '../../src/config.js';
import { childEnv } from './child-env.js';

/** One command, over. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What `--json` printed. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const program = join(import.meta.dirname, '..', '..', 'src', 'portcullis.js');

/** `portcullis` as an operator runs it: a process of its own, with no environment but this. */
export async function portcullis(args: readonly string[], env: Variables = {}, input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...childEnv, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? -1));
  });
  // It may be over before it has read.
  child.stdin.on('error', () => undefined).end(input);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return {
    code,
    out,
    err,
    get rows() {
      const lines = out.split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    },
  };
}
