import type { Pool } from 'pg';
import type { Database } from './database.js';
import { PostgresAuditChain } from './audit-chain.js';
import { PostgresAuditKeeper } from './audit-keeper.js';
import { PostgresAuditLog } from './audit-log.js';
import { PostgresMfaStatistics } from './mfa-statistics.js';

/** Everything that reads, seals and keeps facts, on one database. */
export const auditOn = (pool: Pool, { asOwner }: Pick<Database, 'asOwner'>) => ({
  auditLog: new PostgresAuditLog(pool),
  auditChain: new PostgresAuditChain(pool),
  auditKeeper: new PostgresAuditKeeper(asOwner),
  mfaStatistics: new PostgresMfaStatistics(pool),
});
