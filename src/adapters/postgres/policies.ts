import type { Pool } from 'pg';
import type { Client } from '../../domain/client.js';
import { bookId, PolicyBook } from '../../domain/policies/policy-book.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Entropy } from '../../domain/ports/entropy.js';
import type { Policies } from '../../domain/ports/policies.js';
import { Contention } from '../../domain/ports/unit-of-work.js';
import { insertFacts } from './fact-rows.js';
import { bookState } from './policy-row.js';
import { together } from './together.js';

const mostTries = 50;

interface Found {
  readonly book: PolicyBook;
  /** 0 where there is no row. */
  readonly version: number;
}

/** One row with a version. No connection is held while somebody decides. */
export class PostgresPolicies implements Policies {
  constructor(
    private readonly its: { readonly pool: Pool; readonly clock: Clock; readonly entropy: Pick<Entropy, 'id'> },
  ) {}

  async read(): Promise<PolicyBook> {
    return (await this.find()).book;
  }

  async change<T>(by: Client, decide: (book: PolicyBook) => Promise<T>): Promise<T> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const found = await this.find();
      const before = found.book.snapshot();
      const answer = await decide(found.book);
      if (found.book.snapshot() === before || (await this.write(found, by))) return answer;
    }
    throw new Contention('Too many rivals for the book of policies');
  }

  private async find(): Promise<Found> {
    const { rows } = await this.its.pool.query<{ state: string; version: number }>(
      'select state::text as state, version from policies where id = $1',
      [bookId],
    );
    const [row] = rows;
    if (!row) return { book: PolicyBook.blank(), version: 0 };
    return { book: PolicyBook.restore(bookState(row.state)), version: row.version };
  }

  /** False where a rival was faster. */
  private write({ book, version }: Found, by: Client): Promise<boolean> {
    const { pool, clock, entropy } = this.its;
    const state = book.snapshot();
    return together(pool, async (connection) => {
      const { rowCount } = await connection.query(
        version === 0
          ? 'insert into policies (id, state, version) values ($1, $2, $3 + 1) on conflict do nothing'
          : 'update policies set state = $2, version = version + 1 where id = $1 and version = $3',
        [bookId, JSON.stringify(state), version],
      );
      if (rowCount !== 1) return false;
      await insertFacts(connection, book.releaseEvents(), { by, at: clock.now(), id: () => entropy.id() });
      return true;
    });
  }
}
