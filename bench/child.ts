import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Usage {
  /** Microseconds, of every thread. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Node's own. */
  readonly flags?: readonly string[];
  /** Where what it prints is kept. */
  readonly home: string;
}

interface Message {
  readonly kind: string;
}

const probe = import.meta.resolve('./probe.js');
const farewell = 10_000; // milliseconds
let started = 0;

/** A process of its own: what is measured, or what measures. */
export class Child {
  private constructor(
    private readonly name: string,
    private readonly printed: string,
    private readonly process: ChildProcess,
  ) {}

  /** `file`: compiled, relative to this one. It gets `env` and nothing of ours but the path. */
  static start(file: string, { env = {}, flags = [], home }: ChildOptions): Child {
    const printed = join(home, `${++started}.log`);
    const out = openSync(printed, 'a', 0o600);
    const { PATH } = process.env;
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
      env: { ...(PATH && { PATH }), ...env },
      execArgv: [...flags, '--import', probe],
      serialization: 'advanced',
      stdio: ['ignore', out, out, 'ipc'],
    });
    closeSync(out);
    return new Child(file, printed, child);
  }

  async usage(): Promise<Usage> {
    return this.ask<Usage & Message>('usage', 'usage');
  }

  /** Sends `message`, if any, and resolves with the first answer of that kind; rejects where the process ends instead. */
  ask<T extends Message>(kind: string, message?: object | string): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`${this.name} ended: ${this.lastWords()}`));
      const heard = (answer: unknown) => {
        if ((answer as Message).kind !== kind) return;
        this.process.off('message', heard).off('exit', ended);
        resolve(answer as T);
      };
      if (this.hasEnded) return ended();
      this.process.on('message', heard).once('exit', ended);
      if (message !== undefined) this.process.send(message);
    });
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const giveUp = setTimeout(() => this.process.kill('SIGKILL'), farewell);
    await gone;
    clearTimeout(giveUp);
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  lastWords(): string {
    return readFileSync(this.printed, 'utf8').slice(-2000);
  }
}
