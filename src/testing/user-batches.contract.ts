import assert from 'node:assert/strict';
import type { DomainEvent } from '../domain/events.js';
import type { UserId } from '../domain/ids.js';
import type { UserBatches } from '../domain/ports/user-batches.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import type { User } from '../domain/user/user.js';
import { aUser, client } from './builders.js';
import { contract, type Runner } from './contract.js';
import { keep } from './decisions.js';

/** Batches of an empty store, and whoever fills it. */
export interface BatchesUnderTest {
  readonly batches: UserBatches;
  readonly work: UnitOfWork;
  /** Everything that was committed, oldest first. */
  facts(): Promise<readonly DomainEvent[]>;
  close(): Promise<void>;
}

/** Everybody is changed once, with their facts, however they are cut into batches. */
export function userBatchesContract(name: string, open: () => Promise<BatchesUnderTest>, runner?: Runner): void {
  const close = (its: BatchesUnderTest) => its.close();
  contract({ port: 'UserBatches', adapter: name, open, close, opens: 'for each promise', runner }, (it) => {
    it('has nothing to change where nobody is', async ({ batches }) => {
      assert.equal(await batches.change({ after: undefined, limit: 10 }, client, signOut), undefined);
    });

    it('changes each user once, and keeps their facts with it', async ({ batches, work, facts }) => {
      const people = await several(work);
      const sizes: number[] = [];
      for (let after: UserId | undefined; ;) {
        const done = await batches.change({ after, limit: 2 }, client, signOut);
        if (!done) break;
        sizes.push(done.count);
        after = done.last;
      }
      assert.deepEqual(sizes, [2, 2, 1]);
      for (const { id } of people) assert.equal(await epochOf(work, id), 1);
      const told = (await facts()).map((event) => 'userId' in event && event.userId);
      assert.deepEqual(told.toSorted(), people.map(({ id }) => id).sort());
    });

    it('keeps nothing of a batch that goes wrong', async ({ batches, work, facts }) => {
      const [first] = await several(work);
      let calls = 0;
      const wrong = (user: User) => {
        user.signOutEverywhere();
        if ((calls += 1) === 3) throw new Error('Not this one');
      };
      await assert.rejects(batches.change({ after: undefined, limit: 5 }, client, wrong), /Not this one/);
      assert.equal(first && (await epochOf(work, first.id)), 0);
      assert.deepEqual(await facts(), []);
    });

    it('loses no change of a decision that was under way', async ({ batches, work }) => {
      const [first] = await several(work);
      const id = first?.id ?? assert.fail();
      const rivals = Array.from({ length: 5 }, () =>
        work.run(client, async (tx) => (await tx.users.byId(id))?.signOutEverywhere()),
      );
      await Promise.all([...rivals, batches.change({ after: undefined, limit: 5 }, client, signOut)]);
      assert.equal(await epochOf(work, id), 6);
    });
  });
}

const signOut = (user: User): void => user.signOutEverywhere();

async function several(work: UnitOfWork): Promise<readonly User[]> {
  const people = Array.from({ length: 5 }, () => aUser());
  await keep(work, ...people);
  return people.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const epochOf = (work: UnitOfWork, id: UserId): Promise<number | undefined> =>
  work.run(client, async (tx) => (await tx.users.byId(id))?.epoch);
