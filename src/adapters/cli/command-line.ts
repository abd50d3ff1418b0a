import { Command, CommanderError } from 'commander';
import type { Desk } from './desk.js';
import { exitCodes, Failure, type Ending } from './failure.js';
import { importCommand } from './import-command.js';
import { keysCommand } from './keys-command.js';
import { mailCommand } from './mail-command.js';
import { policyCommand } from './policy-command.js';
import { auditCommand } from './audit-command.js';
import { doctorCommand } from './doctor-command.js';
import { migrateCommand, startCommand } from './service-commands.js';
import { restoredCommand } from './restored-command.js';
import type { Terminal } from './terminal.js';
import { userCommand } from './user-commands.js';
import { webhookCommand } from './webhook-commands.js';

const endings = `
Exit codes: 0 done; 1 not done, and standard error says why; 2 not understood, or the environment cannot be used.
Settings come from the environment. No secret is an argument: what must stay secret is read from standard input or a file.`;

/** The whole command line: `portcullis --help` says what is in it. */
export function commandLine(desk: Desk, terminal: Terminal): Command {
  const program = new Command('portcullis')
    .description('Sign-in and multi-factor authentication: the operator’s commands')
    .addHelpText('after', endings);
  const its = { desk, terminal };
  const makers = [
    startCommand,
    migrateCommand,
    userCommand,
    importCommand,
    keysCommand,
    policyCommand,
    mailCommand,
    auditCommand,
    webhookCommand,
    restoredCommand,
    doctorCommand,
  ];
  for (const make of makers) program.addCommand(make(its));
  return program;
}

/** What every command is made with. */
export interface CommandNeeds {
  readonly desk: Desk;
  readonly terminal: Terminal;
}

/** Runs one command; resolves with the exit code. Whatever was foreseen ends in one line, whatever was not in its message. */
export async function runCommandLine(args: readonly string[], desk: Desk, terminal: Terminal): Promise<number> {
  const program = commandLine(desk, terminal);
  const written: string[] = [];
  quiet(program, written, terminal);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.done;
  } catch (problem) {
    if (problem instanceof CommanderError && problem.exitCode === 0) {
      return await terminal.write(written.join('')).then(
        () => exitCodes.done,
        (lost: unknown) => ended(lost, terminal),
      );
    }
    return ended(problem, terminal);
  }
}

/** Commander neither writes nor exits on its own: what it would write is written, and waited for, by us. */
function quiet(command: Command, written: string[], terminal: Terminal): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => void written.push(text),
    writeErr: (text) => terminal.say(text.trimEnd()),
  });
  for (const each of command.commands) quiet(each, written, terminal);
}

function ended(problem: unknown, terminal: Terminal): number {
  // It has said what was wrong.
  if (problem instanceof CommanderError) return exitCodes.usage;
  const { line, ending } = lastWord(problem);
  terminal.say(line);
  return exitCodes[ending];
}

function lastWord(problem: unknown): { readonly line: string; readonly ending: Ending } {
  if (problem instanceof Failure) return { line: problem.message, ending: problem.ending };
  if (!(problem instanceof Error)) return { line: String(problem), ending: 'failed' };
  // Told by its name: the class is the composition's, which we do not know.
  if (problem.name === 'ConfigMistakes') return { line: problem.message, ending: 'usage' };
  const { code, syscall } = problem as NodeJS.ErrnoException;
  if (syscall === 'write' && code === 'ENOSPC')
    return { line: 'The disk is full: not all of it was written.', ending: 'failed' };
  if (syscall === 'write' && code === 'EPIPE')
    return { line: 'Whoever read this stopped reading: not all of it was written.', ending: 'failed' };
  return { line: problem.message || code || problem.name, ending: 'failed' };
}
