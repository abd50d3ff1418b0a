import type { Pool, PoolClient } from 'pg';
import type { KeyId } from '../../domain/ids.js';
import type { KeyPurpose, KeyStore, PublicJwk, StoredKey } from '../credentials/key-store.js';
import { together } from './together.js';

interface KeyRow {
  readonly id: KeyId;
  readonly purpose: KeyPurpose;
  readonly sealed: string;
  readonly public: PublicJwk | null;
  readonly made_at: string;
  readonly active_from: string;
  readonly retired_at: string | null;
}

const turn = 0x6b657973; // "keys"

/** Keys in a table that all replicas share. */
export class PostgresKeyStore implements KeyStore {
  constructor(private readonly pool: Pool) {}

  async all(): Promise<readonly StoredKey[]> {
    const { rows } = await this.pool.query<KeyRow>('select * from keys');
    return rows.map((row) => ({
      id: row.id,
      purpose: row.purpose,
      sealed: row.sealed,
      public: row.public ?? undefined,
      madeAt: new Date(row.made_at),
      activeFrom: new Date(row.active_from),
      retiredAt: row.retired_at === null ? undefined : new Date(row.retired_at),
    }));
  }

  async begin(first: readonly StoredKey[]): Promise<void> {
    await together(
      this.pool,
      async (client) => {
        const { rows } = await client.query<Pick<KeyRow, 'purpose'>>('select distinct purpose from keys');
        const held = new Set(rows.map(({ purpose }) => purpose));
        for (const key of first) if (!held.has(key.purpose)) await insert(client, key);
      },
      turn,
    );
  }

  async succeed(key: StoredKey, formerUntil: Date): Promise<void> {
    await together(
      this.pool,
      async (client) => {
        const former = 'update keys set retired_at = $2 where purpose = $1 and retired_at is null';
        await client.query(former, [key.purpose, formerUntil]);
        await insert(client, key);
      },
      turn,
    );
  }

  async reseal(id: KeyId, from: string, to: string): Promise<void> {
    await this.pool.query('update keys set sealed = $3 where id = $1 and sealed = $2', [id, from, to]);
  }

  async remove(ids: readonly KeyId[]): Promise<void> {
    await this.pool.query('delete from keys where id = any($1)', [ids]);
  }
}

async function insert(client: PoolClient, key: StoredKey): Promise<void> {
  await client.query(
    `insert into keys (id, purpose, sealed, public, made_at, active_from, retired_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [key.id, key.purpose, key.sealed, key.public, key.madeAt, key.activeFrom, key.retiredAt],
  );
}
