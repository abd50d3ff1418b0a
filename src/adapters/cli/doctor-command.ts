import { Command } from 'commander';
import type { CommandNeeds } from './command-line.js';
import { Failure } from './failure.js';
import type { Finding } from './finding.js';
import { form, withJson } from './form.js';
import type { Terminal } from './terminal.js';

/** Looks at an installation; for people, and for whoever decides whether it is fit to go out. */
export const doctorCommand = ({ desk, terminal }: CommandNeeds): Command =>
  withJson(
    new Command('doctor')
      .description(
        'looks at settings, secrets, database, clocks, keys and whatever else can be wrong, and says what to do',
      )
      .option('--strict', 'a warning is a failure as well'),
  ).action(async ({ strict }: { readonly strict?: boolean }, command: Command) => {
    const states = new Map<Finding['state'], number>();
    for await (const finding of desk.examine()) {
      states.set(finding.state, (states.get(finding.state) ?? 0) + 1);
      if (form(command) === 'json') await terminal.print([{ ...finding }], 'json');
      else await terminal.write(line(finding, terminal));
    }
    const [failures, warnings] = [states.get('failure') ?? 0, states.get('warning') ?? 0];
    const bad = failures + (strict ? warnings : 0);
    if (bad > 0) throw new Failure(`Not fit: ${failures} failures, ${warnings} warnings.`);
  });

const marks = { ok: ['green', 'ok     '], warning: ['yellow', 'warning'], failure: ['red', 'failure'] } as const;

function line({ what, state, found, remedy }: Finding, terminal: Terminal): string {
  const [style, mark] = marks[state];
  const advice = remedy ? `         ${' '.repeat(nameWidth)}${remedy}\n` : '';
  return `${terminal.styled(style, mark)}  ${what.padEnd(nameWidth)}${found}\n${advice}`;
}

const nameWidth = 15;
