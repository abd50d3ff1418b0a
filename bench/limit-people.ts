import { randomUUID } from 'node:crypto';
import { generateSecret } from 'otplib';
import { Pool } from 'pg';
import type { Call } from './job.js';
import { fill, tables } from './limits/sign-in-tables.js';

/** The same people as the service has, in the tables of the bare servers. */
export class LimitPeople {
  private readonly pool: Pool;
  private readonly seed = generateSecret();

  constructor(databaseUrl: string) {
    this.pool = new Pool({ connectionString: databaseUrl, max: 1 });
    // Not while nothing is asked of it: the next question says what there is to say.
    this.pool.on('error', () => undefined);
  }

  async prepare(): Promise<void> {
    await this.pool.query(tables);
  }

  async asked(count: number): Promise<readonly Call[]> {
    const ids = await this.add(count);
    return ids.map((challenge) => ({
      path: '/verify',
      headers: {},
      body: JSON.stringify({ challenge, code: '<code>' }),
      seed: this.seed,
    }));
  }

  async signedIn(count: number): Promise<readonly Call[]> {
    const ids = await this.add(count);
    return ids.map((id) => ({ path: '/refresh', headers: {}, body: JSON.stringify({ refreshToken: `${id}.0.` }) }));
  }

  async viewers(count: number, query: string): Promise<readonly Call[]> {
    const ids = await this.add(count);
    return ids.map((id) => ({ path: '/graphql', headers: { 'x-user': id }, body: JSON.stringify({ query }) }));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async add(count: number): Promise<readonly string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await fill(
      this.pool,
      ids,
      ids.map(() => this.seed),
    );
    return ids;
  }
}
