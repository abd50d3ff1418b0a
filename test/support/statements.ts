import type { Pool, QueryConfig } from 'pg';

/** Writes down every statement that travels over `pool` from now on. Give it a pool that has not connected yet. */
export function statementsOf(pool: Pool): string[] {
  const seen: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
    const watched = (...given: readonly unknown[]): unknown => {
      const [what] = given as [string | QueryConfig];
      seen.push(typeof what === 'string' ? what : what.text);
      return query(...given);
    };
    Object.assign(client, { query: watched });
  });
  return seen;
}
