import type { Pool } from 'pg';
import type { UserDirectory, UsersWanted } from '../../domain/ports/user-directory.js';
import { User } from '../../domain/user/user.js';
import { userState } from './user-row.js';

/** Looks through the table of users: for operators, who can wait a moment, and not for sign-ins. */
export class PostgresUserDirectory implements UserDirectory {
  constructor(private readonly pool: Pool) {}

  async find({ text, status, role, after, limit }: UsersWanted): Promise<readonly User[]> {
    const { rows } = await this.pool.query<{ state: string }>(
      `select state::text as state from users
       where ($1::uuid is null or id > $1) and coalesce(status = $2, status <> 'deleted')
         and ($3::text is null or position($3 in email) > 0) and state->'service' is null
         and ($5::text is null or state->'roles' ? $5)
       order by id limit $4`,
      [after, status, text?.toLowerCase(), limit, role],
    );
    return rows.map(({ state }) => User.restore(userState(state)));
  }
}
