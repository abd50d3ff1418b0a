import { expect } from 'chai';
import { MemoryStore } from '../../src/adapters/memory/store.js';
import { MemoryUnitOfWork } from '../../src/adapters/memory/unit-of-work.js';
import { client } from '../../src/testing/builders.js';
import { known, type Store } from '../../src/testing/store.js';
import { unitOfWorkContract } from '../../src/testing/unit-of-work.contract.js';
import { ids, still } from '../support/still.js';

const inMemory = (rehearse: boolean) => async (): Promise<Store> => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork({ store, clock: still, entropy: ids, rehearse });
  return { work, facts: async () => store.facts, close: async () => undefined };
};

unitOfWorkContract('in memory', inMemory(false));
unitOfWorkContract('in memory, rehearsed', inMemory(true));

describe('A rehearsed decision', () => {
  it('is taken twice on the same state, and counted once', async () => {
    const store = await inMemory(true)();
    const { id } = await known(store);
    const epochs: (number | undefined)[] = [];
    await store.work.run(client, async (tx) => {
      const user = await tx.users.byId(id);
      epochs.push(user?.epoch);
      user?.signOutEverywhere();
    });
    expect(epochs).to.deep.equal([0, 0]);
    expect((await store.facts()).filter(({ event }) => event.type === 'signed-out.everywhere')).to.have.length(1);
  });
});
