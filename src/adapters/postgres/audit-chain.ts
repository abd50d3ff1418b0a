import type { Pool, PoolClient } from 'pg';
import { AuditCursor } from '../../domain/audit/cursor.js';
import type { Seal, SealHead } from '../../domain/audit/seal.js';
import type { SealableFact } from '../../domain/audit/sealable-fact.js';
import type { FactId } from '../../domain/ids.js';
import type { AuditChain, StandingFact } from '../../domain/ports/audit-chain.js';
import { factsBehind, heldMark, moveMark, type Place } from './relay-mark.js';
import { sealableColumns, sealableOf, sealOf, type PlacedRow, type SealRow } from './seal-row.js';
import { together } from './together.js';

type Make = Parameters<AuditChain['seal']>[1];

/** How far sealing has come is a mark in `relay`, like those of subscribers: a restored dump moves them all alike. */
const mark = 'audit seals';
/** Before every fact: positions are counted from 1. */
const beginning = AuditCursor.at('0', '0');

/** Seals in a table beside the facts; the service adds to both, and changes neither. */
export class PostgresAuditChain implements AuditChain {
  constructor(private readonly pool: Pool) {}

  async seal(limit: number, make: Make): Promise<Seal | undefined> {
    await this.pool.query('insert into relay (subscriber) values ($1) on conflict do nothing', [mark]);
    return together(this.pool, async (client) => {
      // Held while it is sealed: another replica finds nothing to do.
      const after = await heldMark(client, mark);
      return after && sealed(client, after, limit, make);
    });
  }

  async seals(after: number, limit: number): Promise<readonly Seal[]> {
    const { rows } = await this.pool.query<SealRow>(
      'select * from audit_seals where number > $1 order by number limit $2',
      [after, limit],
    );
    return rows.map(sealOf);
  }

  async facts(ids: readonly FactId[]): Promise<readonly SealableFact[]> {
    const { rows } = await this.pool.query<PlacedRow>(`select ${sealableColumns} from facts where id = any($1)`, [ids]);
    return rows.map(sealableOf);
  }

  async end(): Promise<AuditCursor | undefined> {
    const { rows } = await this.pool.query<Place>('select xid, position from relay where subscriber = $1', [mark]);
    const [end] = rows;
    return end && AuditCursor.at(end.xid, end.position);
  }

  async standing(end: AuditCursor, after: AuditCursor | undefined, limit: number): Promise<readonly StandingFact[]> {
    const { rows } = await this.pool.query<Place & { readonly id: FactId }>(
      `select id, xid, position from facts
       where (xid, position) <= ($1::xid8, $2::bigint) and (xid, position) > ($3::xid8, $4::bigint)
       order by xid, position limit $5`,
      [...AuditCursor.parts(end), ...AuditCursor.parts(after ?? beginning), limit],
    );
    return rows.map(({ id, xid, position }) => ({ id, place: AuditCursor.at(xid, position) }));
  }
}

async function sealed(client: PoolClient, after: Place, limit: number, make: Make): Promise<Seal | undefined> {
  const rows = await factsBehind<PlacedRow>(client, sealableColumns, after, limit);
  const end = rows.at(-1);
  if (!end) return undefined;
  const { rows: former } = await client.query<Pick<SealRow, 'number' | 'hash'>>(
    'select number, hash from audit_seals order by number desc limit 1',
  );
  const [last] = former.map(({ number, hash }): SealHead => ({ number: Number(number), hash }));
  const seal = make(rows.map(sealableOf), last);
  const { number, count, facts, hints, hash, signature, from, to, sealedAt } = seal;
  await client.query(
    `insert into audit_seals (number, count, facts, hints, hash, signature, xid, position, from_at, to_at, sealed_at)
     values ($1, $2, string_to_array($3, ',')::uuid[], string_to_array($4, ','), $5, $6, $7, $8, $9, $10, $11)`,
    // As texts: the driver would look at each character for what it must escape.
    [number, count, facts?.join(','), hints?.join(','), hash, signature, end.xid, end.position, from, to, sealedAt],
  );
  await moveMark(client, mark, end);
  return seal;
}
