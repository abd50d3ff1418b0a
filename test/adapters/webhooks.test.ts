import { MemoryOutbox } from '../../src/adapters/memory/outbox.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { MemoryWebhookDeliveries } from '../../src/adapters/memory/webhook-deliveries.js';
import { MemoryWebhooks } from '../../src/adapters/memory/webhooks.js';
import { PostgresOutbox } from '../../src/adapters/postgres/outbox.js';
import { PostgresWebhookDeliveries } from '../../src/adapters/postgres/webhook-deliveries.js';
import { PostgresWebhooks } from '../../src/adapters/postgres/webhooks.js';
import { client } from '../../src/testing/builders.js';
import { webhooksContract } from '../../src/testing/webhooks.contract.js';
import { factsIn, workOn } from '../support/postgres-store.js';
import { quietServer, scratch } from '../support/postgres.js';
import { ids, still } from '../support/still.js';

webhooksContract('in memory', async () => {
  const store = new MemoryStore();
  const stamp = { store, clock: still, entropy: ids };
  const work = new MemoryUnitOfWork(stamp);
  return {
    webhooks: new MemoryWebhooks(stamp),
    deliveries: new MemoryWebhookDeliveries(store),
    outbox: new MemoryOutbox(stamp),
    facts: async () => store.facts,
    record: (event) => work.run(client, async (tx) => tx.record(event)),
    close: async () => undefined,
  };
});

webhooksContract('PostgreSQL', async () => {
  const { pool, close } = await scratch(await quietServer());
  return {
    webhooks: new PostgresWebhooks({ pool, clock: still, entropy: ids }),
    deliveries: new PostgresWebhookDeliveries(pool),
    outbox: new PostgresOutbox(pool),
    facts: () => factsIn(pool),
    record: (event) => workOn(pool).run(client, async (tx) => tx.record(event)),
    close,
  };
});
