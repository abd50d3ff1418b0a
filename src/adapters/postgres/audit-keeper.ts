import type { Pool } from 'pg';
import type { Opening, PersonalField, Replaced, SealableFact, Signature } from '../../domain/audit/sealable-fact.js';
import type { FactId, UserId } from '../../domain/ids.js';
import type { AuditKeeper } from '../../domain/ports/audit-keeper.js';
import { sealableColumns, sealableOf, type PlacedRow } from './seal-row.js';
import { together } from './together.js';

const columns = {
  user: 'user_id',
  actor: 'actor',
  address: 'address',
  device: 'device',
} as const satisfies Record<PersonalField, string>;

/** Works under the role that owns the tables: the service's own may neither change a fact nor remove one. */
export class PostgresAuditKeeper implements AuditKeeper {
  private opened: Pool | undefined;

  constructor(private readonly open: () => Pool) {}

  prune(seal: number, pruned: Signature): Promise<number | undefined> {
    return together(this.pool, async (client) => {
      const { rows } = await client.query<{ owed: boolean }>(
        `select exists (select from relay where (facts.xid, facts.position) > (relay.xid, relay.position))
             or exists (select from deliveries where fact_id = facts.id and dead_at is null) as owed
         from facts, audit_seals where audit_seals.number = $1 and facts.id = any(audit_seals.facts)
         order by 1 desc limit 1`,
        [seal],
      );
      if (rows[0]?.owed) return undefined;
      const covered = `select unnest(facts) from audit_seals where number = $1`;
      await client.query(`delete from deliveries where fact_id in (${covered})`, [seal]);
      const { rowCount } = await client.query(`delete from facts where id in (${covered})`, [seal]);
      await client.query('update audit_seals set facts = null, hints = null, pruned = $2 where number = $1', [
        seal,
        pruned,
      ]);
      return rowCount ?? 0;
    });
  }

  async about(user: UserId, limit: number): Promise<readonly SealableFact[]> {
    const { rows } = await this.pool.query<PlacedRow>(
      `select ${sealableColumns} from facts where user_id = $1
       union all select ${sealableColumns} from facts where actor = $1::text and user_id is distinct from $1 limit $2`,
      [user, limit],
    );
    return rows.map(sealableOf);
  }

  async forget(fact: FactId, replaced: Replaced, opening: Opening): Promise<void> {
    const values: unknown[] = [fact, opening];
    const fields = Object.keys(replaced) as PersonalField[];
    const set = fields.map((field) => `${columns[field]} = $${values.push(replaced[field] ?? null)}`);
    if (replaced.user) set.push(`event = jsonb_set(event, '{userId}', to_jsonb($${values.push(replaced.user)}::text))`);
    await this.pool.query(`update facts set salt = null, opening = $2, ${set.join(', ')} where id = $1`, values);
  }

  async close(): Promise<void> {
    await this.opened?.end();
  }

  private get pool(): Pool {
    this.opened ??= this.open();
    return this.opened;
  }
}
