import type { Figure } from './figure.js';
import type { Result } from './result.js';

const head = ['operation', 'a second', 'CPU', 'p50', 'p99', 'of', 'a second', 'CPU', 'to reach', 'reached', ''];

/** The results for a person: one line a check, the figures on the first of each row. */
export function table(results: readonly Result[]): string {
  const lines = results.flatMap(linesOf);
  const widths = head.map((title, column) => Math.max(...lines.map((line) => (line.length > 1 ? (line[column] ?? '').length : 0)), title.length)); // prettier-ignore
  const print = (line: readonly string[]) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd(); // prettier-ignore
  return [print(head), widths.map((width) => '─'.repeat(width)).join('  '), ...lines.map(print)].join('\n');
}

function linesOf({ operation, figure, against, checks, note }: Result): readonly (readonly string[])[] {
  const lines = checks.map(({ what, reached, met }, place) => {
    const first = place === 0;
    const ours = first ? figure : undefined;
    const theirs = first ? against : undefined;
    const own = [rate(ours), cpu(ours), wait(ours?.p50), wait(ours?.p99)];
    const other = [theirs?.name ?? '', rate(theirs), cpu(theirs)];
    return [first ? operation : '', ...own, ...other, what, reached, met ? '✓' : '✗ missed'];
  });
  return note ? [...lines, [`  (${note})`]] : lines;
}

const rate = (figure: Figure | undefined): string =>
  figure ? figure.perSecond.toFixed(figure.perSecond < 1000 ? 1 : 0) : '';
const cpu = (figure: Figure | undefined): string =>
  figure?.cpuPerRequest === undefined ? '' : `${Math.round(figure.cpuPerRequest)} µs`;
const wait = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '' : `${milliseconds.toFixed(1)} ms`;
