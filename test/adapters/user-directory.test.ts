import { MemoryIntake } from '../../src/adapters/memory/intake.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { MemoryUserBatches } from '../../src/adapters/memory/user-batches.js';
import { MemoryUserDirectory } from '../../src/adapters/memory/user-directory.js';
import { PostgresIntake } from '../../src/adapters/postgres/intake.js';
import { PostgresUserBatches } from '../../src/adapters/postgres/user-batches.js';
import { PostgresUserDirectory } from '../../src/adapters/postgres/user-directory.js';
import { intakeContract } from '../../src/testing/intake.contract.js';
import { userBatchesContract } from '../../src/testing/user-batches.contract.js';
import { userDirectoryContract } from '../../src/testing/user-directory.contract.js';
import { factsIn, workOn } from '../support/postgres-store.js';
import { scratch } from '../support/postgres.js';
import { ids, still } from '../support/still.js';

const inMemory = () => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork({ store, clock: still, entropy: ids });
  return { store, work, close: async () => undefined };
};

userDirectoryContract('in memory', async () => {
  const { store, work, close } = inMemory();
  return { directory: new MemoryUserDirectory(store), work, close };
});

userDirectoryContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  return { directory: new PostgresUserDirectory(pool), work: workOn(pool), close };
});

userBatchesContract('in memory', async () => {
  const { store, work, close } = inMemory();
  const facts = async () => store.facts.map(({ event }) => event);
  return { batches: new MemoryUserBatches({ store, work }), work, facts, close };
});

userBatchesContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  const batches = new PostgresUserBatches({ pool, clock: still, entropy: ids });
  const facts = async () => (await factsIn(pool)).map(({ event }) => event);
  return { batches, work: workOn(pool), facts, close };
});

intakeContract('in memory', async () => {
  const { store, work, close } = inMemory();
  const facts = async () => store.facts.map(({ event }) => event);
  return { intake: new MemoryIntake({ store, work }), work, facts, close };
});

intakeContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  const facts = async () => (await factsIn(pool)).map(({ event }) => event);
  return { intake: new PostgresIntake({ pool, clock: still, entropy: ids }), work: workOn(pool), facts, close };
});
