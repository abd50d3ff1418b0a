import { MemoryAuditLog } from '../../src/adapters/memory/audit-log.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { PostgresAuditLog } from '../../src/adapters/postgres/audit-log.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import type { Clock } from '../../src/domain/ports/clock.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { auditLogContract, type AuditLogUnderTest } from '../../src/testing/audit-log.contract.js';
import { quietServer, scratch } from '../support/postgres.js';
import { ids } from '../support/still.js';

/** Makes a unit of work for each moment. */
const recording =
  (workAt: (clock: Clock) => UnitOfWork): AuditLogUnderTest['record'] =>
  (by, at, event) =>
    workAt({ now: () => at }).run(by, async (tx) => tx.record(event));

auditLogContract('in memory', async () => {
  const store = new MemoryStore();
  const record = recording((clock) => new MemoryUnitOfWork({ store, clock, entropy: ids }));
  return { auditLog: new MemoryAuditLog(store), record, close: async () => undefined };
});

auditLogContract('PostgreSQL', async () => {
  const { pool, close } = await scratch(await quietServer());
  const record = recording((clock) => new PostgresUnitOfWork({ pool, clock, entropy: ids }));
  return { auditLog: new PostgresAuditLog(pool), record, close };
});
