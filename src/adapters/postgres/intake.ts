import type { Pool, PoolClient } from 'pg';
import type { Client } from '../../domain/client.js';
import type { UserId } from '../../domain/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { Intake, Keeping, LetIn } from '../../domain/ports/intake.js';
import type { User } from '../../domain/user/user.js';
import { insertFacts } from './fact-rows.js';
import { together } from './together.js';

type Work<T> = (letIn: LetIn) => Promise<{ readonly keep: boolean; readonly answer: T }>;

/** One statement a batch for the users, and one for their facts. */
export class PostgresIntake implements Intake {
  constructor(
    private readonly its: { readonly pool: Pool; readonly clock: Clock; readonly entropy: Pick<Entropy, 'id'> },
  ) {}

  async take<T>(keeping: Keeping, by: Client, work: Work<T>): Promise<T> {
    const { pool } = this.its;
    // prettier-ignore
    switch (keeping) {
      case 'each':     return (await work((users) => together(pool, (client) => this.insert(client, users, by)))).answer;
      case 'nothing':  return (await work(this.lookedAt())).answer;
      case 'together': return this.allOrNothing(by, work);
      default:         return keeping satisfies never;
    }
  }

  private async allOrNothing<T>(by: Client, work: Work<T>): Promise<T> {
    const discarded = new Error('Nothing of it is kept');
    let answer: { readonly given: T } | undefined;
    await together(this.its.pool, async (client) => {
      const done = await work((users) => this.insert(client, users, by));
      answer = { given: done.answer };
      if (!done.keep) throw discarded;
    }).catch((problem: unknown) => {
      if (problem !== discarded) throw problem;
    });
    if (!answer) throw new Error('Work that never answered');
    return answer.given;
  }

  private async insert(client: PoolClient, batch: readonly User[], by: Client): Promise<ReadonlySet<User>> {
    const users = firstOfEach(batch, new Set());
    const { rows } = await client.query<{ id: UserId }>(
      `insert into users (id, email, status, epoch, state, version, registered_at)
       select id, email, status, epoch, state, 1, registered_at
       from jsonb_to_recordset($1)
         as d(id uuid, email text, status text, epoch integer, state jsonb, registered_at timestamptz)
       on conflict do nothing returning id`,
      [JSON.stringify(users.map(asRecord))],
    );
    const ids = new Set(rows.map(({ id }) => id));
    const added = users.filter(({ id }) => ids.has(id));
    const { clock, entropy } = this.its;
    const events = added.flatMap((user) => user.releaseEvents());
    await insertFacts(client, events, { by, at: clock.now(), id: () => entropy.id() });
    return new Set(added);
  }

  /** Remembers by itself who was let in, since no table does. */
  private lookedAt(): LetIn {
    const taken = new Set<string>();
    return async (users) => {
      const states = users.map((user) => user.snapshot());
      const { rows } = await this.its.pool.query<{ id: string; email: string }>(
        'select id, email from users where id = any($1::uuid[]) or email = any($2)',
        [states.map(({ id }) => id), states.map(({ email }) => email)],
      );
      for (const { id, email } of rows) taken.add(id).add(email);
      return new Set(firstOfEach(users, taken));
    };
  }
}

/** Without those whose id or address is taken, or stands before them; what is left is taken too. */
function firstOfEach(users: readonly User[], taken: Set<string>): readonly User[] {
  return users.filter((user) => {
    const { id, email } = user.snapshot();
    if (taken.has(id) || taken.has(email)) return false;
    taken.add(id).add(email);
    return true;
  });
}

function asRecord(user: User): object {
  const state = user.snapshot();
  const { id, email, status, epoch, registeredAt } = state;
  return { id, email, status, epoch, state, registered_at: registeredAt };
}
