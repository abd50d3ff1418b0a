import type { Pool } from 'pg';
import type { Client } from '../../domain/client.js';
import type { UserId } from '../../domain/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { UserBatch, UserBatches } from '../../domain/ports/user-batches.js';
import { User } from '../../domain/user/user.js';
import { insertFacts } from './fact-rows.js';
import { together } from './together.js';
import { userState } from './user-row.js';

interface Locked {
  readonly id: UserId;
  readonly state: string;
}

/**
 * Reads and locks some users by id, the order in which every commit locks, and writes them with their facts in the same
 * transaction. What was decided meanwhile on an older version finds that it lost.
 */
export class PostgresUserBatches implements UserBatches {
  constructor(
    private readonly its: { readonly pool: Pool; readonly clock: Clock; readonly entropy: Pick<Entropy, 'id'> },
  ) {}

  change({ after, limit }: UserBatch, by: Client, change: (user: User) => void) {
    const { pool, clock, entropy } = this.its;
    return together(pool, async (connection) => {
      const { rows } = await connection.query<Locked>(
        `select id, state::text as state from users where $1::uuid is null or id > $1 order by id limit $2 for update`,
        [after, limit],
      );
      const last = rows.at(-1)?.id;
      if (!last) return undefined;
      const users = rows.map(({ state }) => User.restore(userState(state)));
      for (const user of users) change(user);
      await connection.query(
        `update users u set version = u.version + 1, email = d.email, status = d.status, epoch = d.epoch, state = d.state
         from jsonb_to_recordset($1) as d(id uuid, email text, status text, epoch integer, state jsonb)
         where u.id = d.id`,
        [JSON.stringify(users.map(asRecord))],
      );
      const events = users.flatMap((user) => user.releaseEvents());
      await insertFacts(connection, events, { by, at: clock.now(), id: () => entropy.id() });
      return { last, count: rows.length };
    });
  }
}

function asRecord(user: User): object {
  const state = user.snapshot();
  const { id, email, status, epoch } = state;
  return { id, email, status, epoch, state };
}
