import { MemoryKeyStore } from '../../src/adapters/memory/memory-key-store.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import { keyStoreContract } from '../../src/testing/key-store.contract.js';
import { scratch } from '../support/postgres.js';

keyStoreContract('in memory', async () => {
  const store = new MemoryKeyStore();
  return { store, other: store, close: async () => undefined };
});

keyStoreContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  return { store: new PostgresKeyStore(pool), other: new PostgresKeyStore(pool), close };
});
