import type { Client } from '../../domain/client.js';
import type { Intake, Keeping, LetIn } from '../../domain/ports/intake.js';
import type { UnitOfWork } from '../../domain/ports/unit-of-work.js';
import { User } from '../../domain/user/user.js';
import type { MemoryStore } from './store.js';

/** Nothing is written before the end, or at the end of a batch. */
export class MemoryIntake implements Intake {
  constructor(private readonly its: { readonly store: MemoryStore; readonly work: UnitOfWork }) {}

  async take<T>(
    keeping: Keeping,
    by: Client,
    work: (letIn: LetIn) => Promise<{ readonly keep: boolean; readonly answer: T }>,
  ): Promise<T> {
    const all: User[] = [];
    const { keep, answer } = await work(async (users) => {
      const added = users.filter((user) => this.isNew(user, all) && all.push(user));
      if (keeping === 'each') await this.add(by, all.splice(0));
      return new Set(added);
    });
    if (keeping === 'together' && keep) await this.add(by, all);
    return answer;
  }

  private isNew(user: User, waiting: readonly User[]): boolean {
    const { store } = this.its;
    const { id, email } = user.snapshot();
    const clashes = waiting.some((other) => other.id === id || other.snapshot().email === email);
    return !clashes && !store.users.get(id) && !store.userOf(email);
  }

  private async add(by: Client, users: readonly User[]): Promise<void> {
    // A decision may be taken twice: what was recorded is released here, once.
    const events = users.map((user) => ({ state: user.snapshot(), facts: user.releaseEvents() }));
    await this.its.work.run(by, async (tx) => {
      for (const { state, facts } of events) {
        tx.users.add(User.restore(state));
        for (const fact of facts) tx.record(fact);
      }
    });
  }
}
