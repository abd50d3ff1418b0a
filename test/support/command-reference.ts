import type { Command } from 'commander';
import { PassThrough } from 'node:stream';
import { join } from 'node:path';
import { commandLine } from '../../src/adapters/cli/command-line.js';
import { Terminal } from '../../src/adapters/cli/terminal.js';

export const commandReference = join(process.cwd(), 'docs', 'cli.md');

const opening = `# The command line

What \`portcullis --help\` says, command by command; \`npm run docs\` writes it. In this folder it is \`npx portcullis\` after
\`npm run build\`, in the image its entry point.

Settings are the service's own, from the environment. Results go to standard output, everything else to standard error.
Exit codes: 0 done; 1 not done, and one line says why; 2 not understood, or the environment cannot be used. No secret is
an argument: arguments can be read by every process of the machine.
`;

const width = 100;

/** Every command's own help, as Markdown. */
export function writtenReference(): string {
  const streams = { input: new PassThrough(), out: new PassThrough(), err: new PassThrough() };
  // Help asks for nothing that a desk has.
  const program = commandLine(undefined as never, new Terminal(streams));
  return `${opening}${sections(program, '').join('')}`;
}

function sections(command: Command, before: string): readonly string[] {
  const name = `${before}${command.name()}`;
  command.configureOutput({ getOutHelpWidth: () => width, getOutHasColors: () => false });
  const text = `\n## ${name}\n\n\`\`\`\n${command.helpInformation().trim()}\n\`\`\`\n`;
  return [text, ...command.commands.flatMap((each) => sections(each, `${name} `))];
}
