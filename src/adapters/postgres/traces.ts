import type { Pool } from 'pg';
import type { Traced, Traces } from '../../domain/ports/traces.js';
import { PoolKey } from '../../domain/throttle/failure-pool.js';
import { together } from './together.js';

/** Goes through the tables one by one: somebody is erased seldom, and most of them have no index by user. */
export class PostgresTraces implements Traces {
  constructor(private readonly pool: Pool) {}

  erase({ user, address }: Traced): Promise<void> {
    const counted = (['totp', 'backup-code'] as const).map((kind) => PoolKey.factor(kind, user));
    if (address) counted.push(PoolKey.password(address.digest));
    return together(this.pool, async (client) => {
      // In the order in which every commit takes its locks.
      await client.query(
        `delete from failure_pools where id = any($1)
           or id in (select 'device:' || id from devices where user_id = $2)`,
        [counted, user],
      );
      await client.query('delete from mailboxes where id = $1', [address?.digest]);
      await client.query('delete from devices where user_id = $1', [user]);
      await client.query('delete from mfa_challenges where user_id = $1', [user]);
      await client.query(`delete from mailed_links where user_id = $1 or state->>'to' = $2`, [user, address?.email]);
      await client.query('delete from auth_sessions where user_id = $1', [user]);
      await client.query(`delete from limits where split_part(id, ':', 2) = $1`, [address?.digest]);
      await client.query('delete from notice_turns where strpos(turn, $1::text) > 0', [user]);
    });
  }
}
