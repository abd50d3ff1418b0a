import type { PoolClient } from 'pg';

/** Where a fact stands in the order in which facts are read. */
export interface Place {
  readonly xid: string;
  readonly position: string;
}

/**
 * Of facts: that nobody can still commit one before them. A position is given before its commit, so they become visible
 * out of order: who reads stays below the oldest transaction that may still write one, and passes none by.
 */
export const isSettled = 'xid < pg_snapshot_xmin(pg_current_snapshot())';

/**
 * How far a subscriber has come. Held until the transaction ends; undefined where there is none, or somebody else holds
 * it and does what there is to do.
 */
export async function heldMark(client: PoolClient, subscriber: string): Promise<Place | undefined> {
  const { rows } = await client.query<Place>(
    'select xid, position from relay where subscriber = $1 for update skip locked',
    [subscriber],
  );
  return rows[0];
}

/** What is new behind a mark, in order, at most `limit`. `columns` are of facts, places among them. */
export async function factsBehind<Row extends Place>(
  client: PoolClient,
  columns: string,
  { xid, position }: Place,
  limit: number,
): Promise<readonly Row[]> {
  // With the mark's own values: as a join with its row the planner takes the comparison for a filter of all facts.
  const { rows } = await client.query<Row>(
    `select ${columns} from facts where (xid, position) > ($1::xid8, $2::bigint) and ${isSettled}
     order by xid, position limit $3`,
    [xid, position, limit],
  );
  return rows;
}

export async function moveMark(client: PoolClient, subscriber: string, { xid, position }: Place): Promise<void> {
  await client.query('update relay set xid = $2, position = $3 where subscriber = $1', [subscriber, xid, position]);
}
