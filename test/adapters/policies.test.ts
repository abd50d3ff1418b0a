import { MemoryPolicies } from '../../src/adapters/memory/policies.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { PostgresPolicies } from '../../src/adapters/postgres/policies.js';
import { policiesContract } from '../../src/testing/policies.contract.js';
import { factsIn } from '../support/postgres-store.js';
import { scratch } from '../support/postgres.js';
import { ids, still } from '../support/still.js';

policiesContract('in memory', async () => {
  const store = new MemoryStore();
  const facts = async () => store.facts.map(({ event }) => event);
  return { policies: new MemoryPolicies({ store, clock: still, entropy: ids }), facts, close: async () => undefined };
});

policiesContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  const facts = async () => (await factsIn(pool)).map(({ event }) => event);
  return { policies: new PostgresPolicies({ pool, clock: still, entropy: ids }), facts, close };
});
