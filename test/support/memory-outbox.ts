import { MemoryOutbox } from '../../src/adapters/memory/outbox.js';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { patience, type Drained, type Subscriber } from '../../src/domain/ports/outbox.js';
import type { OutboxUnderTest } from '../../src/testing/outbox.contract.js';
import { SetClock } from './set-clock.js';
import { ids } from './still.js';

/** Takes what could not be delivered for delivered. */
export class ForgetfulOutbox extends MemoryOutbox {
  override drain(to: Subscriber, limit: number): Promise<Drained> {
    return super.drain({ ...to, deliver: (fact) => to.deliver(fact).catch(() => undefined) }, limit);
  }
}

/** What the contract is run on. */
export async function memoryOutbox(Made: typeof MemoryOutbox = MemoryOutbox): Promise<OutboxUnderTest> {
  const [store, clock] = [new MemoryStore(), new SetClock()];
  const work = new MemoryUnitOfWork({ store, clock, entropy: ids });
  const outbox = new Made({ store, clock });
  return {
    outbox,
    rival: outbox,
    record: (by, event) => work.run(by, async (tx) => tx.record(event)),
    later: async () => clock.advance(patience.longest),
    close: async () => undefined,
  };
}
