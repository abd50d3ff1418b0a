import { after, describe, it } from 'node:test';
import { MemoryOutbox } from '../../src/adapters/memory/outbox.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { InsecurePasswordHasher } from '../../src/testing/insecure-hashing.js';
import { outboxContract } from '../../src/testing/outbox.contract.js';
import { passwordHasherContract } from '../../src/testing/password-hasher.contract.js';
import { ids, still } from './still.js';

// A program of its own, which has none of mocha's globals. Its argument says whether the outbox is to be a good one.
const forgetful = process.argv[2] === 'forgetful';

passwordHasherContract('under node:test', () => ({ hasher: new InsecurePasswordHasher() }), { describe, it, after });

outboxContract(
  'under node:test',
  async () => {
    const store = new MemoryStore();
    const work = new MemoryUnitOfWork({ store, clock: still, entropy: ids });
    const outbox = new MemoryOutbox(store);
    return {
      outbox: {
        drain: (deliver, limit) =>
          outbox.drain(forgetful ? (fact) => deliver(fact).catch(() => undefined) : deliver, limit),
      },
      rival: outbox,
      record: (by, event) => work.run(by, async (tx) => tx.record(event)),
      later: async () => undefined,
      close: async () => undefined,
    };
  },
  { describe, it },
);
