import { Contention, Unavailable } from '../../domain/ports/unit-of-work.js';

// Far more than any honest crowd on one account: beyond it, waiting only costs memory.
const mostWaiting = 1000;

interface Line {
  waiting: number;
  last: Promise<unknown>;
}

/**
 * Lines of decisions about one subject. Whoever lost a race decides again in turn, so that a crowd is settled in as many
 * rounds as it has members, and nobody loses to the same rivals for ever.
 */
export class Turns {
  private readonly lines = new Map<string, Line>();

  /** Somebody is deciding again: a newcomer stands in line, too. */
  isBusy(subject: string): boolean {
    return this.lines.has(subject);
  }

  async take<T>(subject: string, decide: () => Promise<T>): Promise<T> {
    const line = this.lines.get(subject) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= mostWaiting) throw new Contention('Too many rivals wait for one decision');
    this.lines.set(subject, line);
    line.waiting += 1;
    const mine = line.last.then(decide);
    // The next one's turn comes whatever became of this one, unless there is nothing to be had: one finds that out for
    // all, or each of them would wait for it in turn.
    line.last = mine.catch((problem: unknown) => {
      if (problem instanceof Unavailable) throw problem;
    });
    line.last.catch(() => undefined);
    try {
      return await mine;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(subject);
    }
  }
}
