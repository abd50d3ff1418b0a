import { styleText } from 'node:util';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { Secret } from '../../domain/secret.js';
import { Failure } from './failure.js';
import { table, type Row } from './table.js';

export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly out: Writable & { readonly isTTY?: boolean };
  readonly err: Writable & { readonly isTTY?: boolean };
}

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Where a command reads and writes: a person's terminal, or the pipes of a script. */
export class Terminal {
  private lost: Error | undefined;

  constructor(private readonly its: Streams) {
    // Told to whoever writes; without a listener a reader that went away would end us with a stack trace.
    its.out.on('error', (problem: Error) => (this.lost ??= problem));
    its.err.on('error', () => undefined);
  }

  /** Somebody can be asked. */
  get isAttended(): boolean {
    return this.its.input.isTTY === true && this.its.err.isTTY === true;
  }

  /** One JSON object a line, or columns for people. Resolves when it is written; rejects where it cannot be. */
  print(rows: readonly Row[], form: 'json' | 'people'): Promise<void> {
    if (form === 'json') return this.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return this.write(table(rows, (text) => this.styled('bold', text)));
  }

  /** To standard output. */
  async write(text: string): Promise<void> {
    if (this.lost) throw this.lost;
    if (text === '') return;
    await new Promise<void>((resolve, reject) => {
      this.its.out.write(text, (problem) => (problem ? reject(problem) : resolve()));
    });
  }

  /** To standard error: what is said of the work, never its result. */
  say(line: string): void {
    this.its.err.write(`${line}\n`);
  }

  /** With colour where a person looks at it and has not said NO_COLOR. */
  styled(style: Style, text: string): string {
    return styleText(style, text, { stream: this.its.out });
  }

  /** Asks on a terminal whether to go on; elsewhere nobody can, and `--yes` has to say so. */
  async confirm(question: string): Promise<void> {
    if (!this.isAttended) throw new Failure(`${question} Nobody can be asked here: say --yes.`, 'usage');
    const asking = createInterface({ input: this.its.input, output: this.its.err });
    const answer = await new Promise<string>((resolve) => {
      asking.once('close', () => resolve(''));
      asking.question(`${question} [y/N] `, resolve);
    });
    asking.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was done.');
  }

  /** Whatever comes by standard input. */
  async *text(): AsyncGenerator<string, void, undefined> {
    if (this.its.input.isTTY) throw new Failure('Name a file, or give it through a pipe.', 'usage');
    for await (const chunk of this.its.input.setEncoding('utf8')) yield String(chunk);
  }

  /** A secret of one line from standard input, which is where no other process can read it. */
  async secret(what: string): Promise<Secret> {
    if (this.its.input.isTTY) throw new Failure(`Give the ${what} through a pipe: it would be seen here.`, 'usage');
    let text = '';
    for await (const chunk of this.its.input.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > longestSecret) throw new Failure(`That is too long for a ${what}.`, 'usage');
    }
    const line = text.replace(/\r?\n$/, '');
    if (line === '') throw new Failure(`Standard input held no ${what}.`, 'usage');
    return new Secret(line);
  }
}

const longestSecret = 64 * 1024;
