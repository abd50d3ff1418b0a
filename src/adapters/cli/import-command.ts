import { Command, Option } from 'commander';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { RowEnd } from '../../application/import-users.js';
import type { Keeping } from '../../domain/ports/intake.js';
import { Secret } from '../../domain/secret.js';
import { sources } from '../imports/sources.js';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import { form, withJson } from './form.js';

interface ImportOptions {
  readonly from: keyof typeof sources;
  readonly dryRun?: boolean;
  readonly allOrNothing?: boolean;
  readonly secretFile?: string;
  readonly dropFactors?: boolean;
  readonly rows?: boolean;
}

const keepingOf = ({ dryRun, allOrNothing }: ImportOptions): Keeping =>
  dryRun ? 'nothing' : allOrNothing ? 'together' : 'each';

/** Brings users over from another service. */
export const importCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('import')
      .description(
        'brings users over with their passwords, authenticators and backup codes (docs/import.md); those whose address or ' +
          'id is here already are passed over, so that an interrupted import is simply run again',
      )
      .argument('[file]', 'the export; standard input where it is absent or -')
      .addOption(
        new Option('--from <source>', 'what wrote the export').choices(Object.keys(sources)).default('portcullis'),
      )
      .option('--dry-run', 'says what would be done, and does nothing')
      .option('--all-or-nothing', 'brings nobody where one row is wrong; without it the rest comes in')
      .option('--secret-file <file>', 'with what Better Auth sealed its second factors (BETTER_AUTH_SECRET)')
      .option('--drop-factors', 'whoever has a second factor that is not known here comes in without it')
      .option('--rows', 'says of every row what became of it, not of the wrong ones alone'),
  ).action(async (file: string | undefined, options: ImportOptions, command: Command) => {
    const asked = form(command);
    const tell = async (end: RowEnd): Promise<void> => {
      if (end.became !== 'wrong' && !options.rows) return;
      if (asked === 'json') return terminal.print([{ ...end }], asked);
      terminal.say(`row ${end.at}: ${end.became === 'wrong' ? end.why : end.became}`);
    };
    const secret = options.secretFile === undefined ? undefined : await secretIn(options.secretFile);
    const { imports, client } = await desk.people();
    const text = file === undefined || file === '-' ? terminal.text() : read(file);
    const outcome = await imports.execute({
      rows: sources[options.from](text, { secret, dropFactors: options.dropFactors ?? false }),
      keeping: keepingOf(options),
      client,
      onRow: tell,
    });
    await terminal.print([{ ...outcome }], asked);
    if (outcome.wrong > 0)
      throw new Failure(
        `${outcome.wrong} rows are wrong: ${options.allOrNothing ? 'nobody came in' : 'the others are done'}.`,
      );
  });

async function* read(file: string): AsyncGenerator<string, void, undefined> {
  try {
    for await (const chunk of createReadStream(file, 'utf8')) yield chunk as string;
  } catch (problem) {
    throw unreadable(file, problem);
  }
}

async function secretIn(file: string): Promise<Secret> {
  try {
    return new Secret((await readFile(file, 'utf8')).replace(/\r?\n$/, ''));
  } catch (problem) {
    throw unreadable(file, problem);
  }
}

const unreadable = (file: string, problem: unknown): Failure =>
  new Failure(`${file} cannot be read: ${(problem as NodeJS.ErrnoException).code ?? 'it is no text'}`);
