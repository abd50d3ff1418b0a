import { MemoryMfaStatistics } from '../../src/adapters/memory/mfa-statistics.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { PostgresMfaStatistics } from '../../src/adapters/postgres/mfa-statistics.js';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/unit-of-work.js';
import type { Clock } from '../../src/domain/ports/clock.js';
import type { UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { client } from '../../src/testing/builders.js';
import { mfaStatisticsContract, type MfaStatisticsUnderTest } from '../../src/testing/mfa-statistics.contract.js';
import { quietServer, scratch } from '../support/postgres.js';
import { ids, still } from '../support/still.js';

/** Makes a unit of work for each moment. */
const recording =
  (workAt: (clock: Clock) => UnitOfWork): MfaStatisticsUnderTest['record'] =>
  (at, event) =>
    workAt({ now: () => at }).run(client, async (tx) => tx.record(event));

mfaStatisticsContract('in memory', async () => {
  const store = new MemoryStore();
  const workAt = (clock: Clock) => new MemoryUnitOfWork({ store, clock, entropy: ids });
  const statistics = new MemoryMfaStatistics(store);
  return { statistics, work: workAt(still), record: recording(workAt), close: async () => undefined };
});

mfaStatisticsContract('PostgreSQL', async () => {
  const { pool, close } = await scratch(await quietServer());
  const workAt = (clock: Clock) => new PostgresUnitOfWork({ pool, clock, entropy: ids });
  const statistics = new PostgresMfaStatistics(pool);
  return { statistics, work: workAt(still), record: recording(workAt), close };
});
