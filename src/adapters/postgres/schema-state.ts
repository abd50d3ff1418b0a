import type { Pool } from 'pg';

/** Every migration by name, in order; kept apart from the migrations, which a start with nothing to do never loads. */
export const migrationNames = [
  '0001-first-tables',
  '0002-mailed-links',
  '0003-limits',
  '0004-deliveries',
  '0005-audit',
  '0006-devices',
  '0007-webhooks',
  '0008-policies',
  '0009-fewer-indexes',
] as const;

const undefinedTable = '42P01';
const insufficientPrivilege = '42501';

/**
 * Whether the tables are as this release needs them and the pool's role may use them. The rights are granted last, so
 * whoever may read the list of migrations has them all. A database that was restored from a dump is not ready either:
 * its facts are numbered by the transactions of another server (see `renumber`).
 */
export async function isReady(pool: Pick<Pool, 'query'>): Promise<boolean> {
  try {
    const { rows } = await pool.query<{ ready: boolean }>(
      `select exists (select from mikro_orm_migrations where name = $1)
        and coalesce((select xid from facts order by xid desc limit 1) < pg_snapshot_xmax(pg_current_snapshot()), true)
        and exists (select from relay where subscriber = 'mail') as ready`,
      [migrationNames.at(-1)],
    );
    return rows[0]?.ready === true;
  } catch (problem) {
    const { code } = problem as { readonly code?: string };
    if (code === undefinedTable || code === insufficientPrivilege) return false;
    throw problem;
  }
}
