import assert from 'node:assert/strict';
import type { Fact } from '../domain/events.js';
import { Undeliverable, patience, type Drained } from '../domain/ports/outbox.js';
import { contract, type Runner } from './contract.js';
import { replayPromises } from './outbox-replays.js';
import { delivered, device, user, witness, type OutboxUnderTest, type Witness } from './outbox-witness.js';

export type { OutboxUnderTest } from './outbox-witness.js';

/** What every outbox promises. */
export function outboxContract(name: string, open: () => Promise<OutboxUnderTest>, runner?: Runner): void {
  const witnessed = async () => witness(await open());
  const close = ({ its }: Witness) => its.close();
  contract({ port: 'Outbox', adapter: name, open: witnessed, close, opens: 'for each promise', runner }, (it) => {
    it('hands each fact on once, oldest first', async ({ its, happen, taking, users }) => {
      await happen(1, 2, 3);
      assert.equal(delivered(await its.outbox.drain(taking, 10)), 3);
      assert.equal(delivered(await its.outbox.drain(taking, 10)), 0);
      assert.deepEqual(users(), [user(1), user(2), user(3)]);
    });

    it('hands on what was recorded, with where it came from', async ({ its, happen, taking, seen }) => {
      await happen(1);
      await its.outbox.drain(taking, 1);
      const [fact] = seen;
      assert.deepEqual(fact?.event, { type: 'user.registered', userId: user(1) });
      assert.equal(fact.address, '192.0.2.1');
      assert.equal(fact.device, device);
      assert.equal(fact.correlationId, 'journey');
      assert.ok(fact.at instanceof Date && !Number.isNaN(fact.at.getTime()));
      assert.ok(fact.id);
    });

    it('hands on no more than it is asked for, and the rest the next time', async ({ its, happen, taking, users }) => {
      await happen(1, 2, 3);
      assert.equal(delivered(await its.outbox.drain(taking, 2)), 2);
      assert.equal(delivered(await its.outbox.drain(taking, 2)), 1);
      assert.deepEqual(users(), [user(1), user(2), user(3)]);
    });

    it('hands nobody what they do not want, and each subscriber all that it wants', async ({ its, happen, taking }) => {
      await happen(1, 2, 3);
      const [odd, all] = [witness(its), witness(its)];
      const isOdd = ({ event }: Fact): boolean => event.userId !== user(2);
      await its.outbox.drain({ ...odd.taking, name: 'odd', wants: isOdd }, 10);
      await its.outbox.drain({ ...all.taking, name: 'all' }, 1);
      await its.outbox.drain({ ...all.taking, name: 'all' }, 10);
      await its.outbox.drain({ ...taking, wants: () => false }, 10);
      assert.deepEqual(odd.users(), [user(1), user(3)]);
      assert.deepEqual(all.users(), [user(1), user(2), user(3)]);
    });

    it('hands on facts of the kinds that a subscriber names, and no others', async ({ its, happen, taking, users }) => {
      await happen(1);
      assert.equal(delivered(await its.outbox.drain({ ...taking, name: 'no kinds', kinds: [] }, 10)), 0);
      const named = { ...taking, kinds: ['user.registered'] } as const;
      assert.equal(delivered(await its.outbox.drain({ ...named, name: 'other', kinds: ['user.disabled'] }, 10)), 0);
      assert.equal(delivered(await its.outbox.drain(named, 10)), 1);
      // What was passed by stays so.
      assert.equal(delivered(await its.outbox.drain({ ...named, name: 'other' }, 10)), 0);
      await happen(2);
      assert.equal(delivered(await its.outbox.drain({ ...named, name: 'other' }, 10)), 1);
      assert.deepEqual(users(), [user(1), user(2)]);
    });

    it('hands nothing on that another worker handed on', async ({ its, happen, taking }) => {
      await happen(1, 2);
      await its.outbox.drain(taking, 10);
      assert.equal(delivered(await its.rival.drain(taking, 10)), 0);
    });

    it('hands what one worker holds to no other, and the rest to whoever comes', async ({
      its,
      happen,
      taking,
      users,
    }) => {
      await happen(1, 2, 3);
      const meanwhile: number[] = [];
      const slow = async (fact: Fact): Promise<void> => {
        if (fact.event.userId === user(1)) meanwhile.push(delivered(await its.rival.drain(taking, 10)));
        await taking.deliver(fact);
      };
      assert.equal(delivered(await its.outbox.drain({ ...taking, deliver: slow }, 10)), 1);
      assert.deepEqual(meanwhile, [2]);
      assert.deepEqual(users(), [user(2), user(3), user(1)]);
    });

    it('lets several workers at once share what is there, and none hand on twice', async ({
      its,
      happen,
      taking,
      users,
    }) => {
      await happen(1, 2, 3, 4, 5, 6);
      for (let left = 6; left > 0;) {
        const drained = await Promise.all([its.outbox.drain(taking, 2), its.rival.drain(taking, 2)]);
        left -= drained.map(delivered).reduce((a, b) => a + b);
      }
      assert.deepEqual(users().toSorted(), [1, 2, 3, 4, 5, 6].map(user));
    });

    it('hands a fact on again later, when its delivery failed, and says so', async ({
      its,
      happen,
      taking,
      refusing,
      users,
    }) => {
      await happen(1);
      for (const tries of [1, 2]) {
        const { delivered: count, failed } = await its.outbox.drain(refusing(), 10);
        assert.equal(count, 0);
        assert.deepEqual(failed.map(summary), [['mail', tries, 'The mail server is away', false]]);
        assert.deepEqual(await its.outbox.drain(taking, 10), { delivered: 0, failed: [] });
        await its.later();
      }
      assert.equal(delivered(await its.outbox.drain(taking, 10)), 1);
      await its.later();
      assert.equal(delivered(await its.outbox.drain(taking, 10)), 0);
      assert.deepEqual(users(), [user(1)]);
    });

    it('lets a fact that cannot be delivered hold up no other', async ({ its, happen, taking, users }) => {
      await happen(1, 2, 3);
      const deliver = (fact: Fact): Promise<void> =>
        fact.event.userId === user(1) ? Promise.reject(new Error('full')) : taking.deliver(fact);
      for (let round = 0; round < 4; round++) await its.outbox.drain({ ...taking, deliver }, 1);
      assert.deepEqual(users(), [user(2), user(3)]);
    });

    it('keeps what will never do where it can be seen, and replays it when it is told to', async ({
      its,
      happen,
      taking,
      refusing,
      users,
    }) => {
      await happen(1, 2);
      const { failed } = await its.outbox.drain(refusing(new Undeliverable('no such mailbox')), 10);
      for (const failure of failed) assert.deepEqual(summary(failure), ['mail', 1, 'no such mailbox', true]);
      assert.equal(failed.length, 2);
      await its.later();
      assert.deepEqual(await its.outbox.drain(taking, 10), { delivered: 0, failed: [] });

      const letters = await its.outbox.deadLetters(10);
      assert.deepEqual(letters.map(({ fact }) => fact.event.userId).toSorted(), [user(1), user(2)]);
      assert.deepEqual(
        letters.map(({ why }) => why),
        Array(2).fill('no such mailbox'),
      );
      assert.equal((await its.outbox.deadLetters(1)).length, 1);

      const [letter] = letters;
      assert.ok(letter && letter.at instanceof Date);
      assert.equal(await its.outbox.replay(letter.fact.id, 'somebody else'), false);
      assert.equal(await its.outbox.replay(letter.fact.id, 'mail'), true);
      assert.equal(await its.outbox.replay(letter.fact.id, 'mail'), false);
      assert.equal(delivered(await its.outbox.drain(taking, 10)), 1);
      assert.deepEqual(users(), [letter.fact.event.userId]);
      assert.equal((await its.outbox.deadLetters(10)).length, 1);
    });

    replayPromises(it);

    it('gives up after so many tries, and not before', async ({ its, happen, refusing }) => {
      await happen(1);
      for (let tries = 1; tries < patience.tries; tries += 1) {
        const [failure] = (await its.outbox.drain(refusing(), 10)).failed;
        assert.equal(failure?.isDead, false, `try ${tries}`);
        await its.later();
      }
      const [last] = (await its.outbox.drain(refusing(), 10)).failed;
      assert.equal(last?.isDead, true);
      assert.equal((await its.outbox.deadLetters(10))[0]?.tries, patience.tries);
    });

    it('hands on again what a worker held that was not heard of since', async ({ its, happen, taking, users }) => {
      await happen(1);
      const [held, woken] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
      const asleep = { ...taking, deliver: () => (held.resolve(), woken.promise) };
      const lost = its.outbox.drain(asleep, 1);
      await held.promise;
      assert.equal(delivered(await its.rival.drain(taking, 10)), 0);
      await its.later();
      assert.equal(delivered(await its.rival.drain(taking, 10)), 1);
      woken.reject(new Error('late'));
      await lost;
      await its.later();
      // It was delivered by the other: what became of the first try is nobody's business any more.
      assert.deepEqual(await its.rival.drain(taking, 10), { delivered: 0, failed: [] });
      assert.deepEqual(users(), [user(1)]);
    });
  });
}

const summary = ({ subscriber, tries, why, isDead }: Drained['failed'][number]) => [subscriber, tries, why, isDead];
