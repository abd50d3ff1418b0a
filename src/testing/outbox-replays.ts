import assert from 'node:assert/strict';
import type { Fact } from '../domain/events.js';
import { Undeliverable } from '../domain/ports/outbox.js';
import type { States } from './contract.js';
import { delivered, user, type Witness } from './outbox-witness.js';

/** What an outbox promises of telling something again, of beginning late, and of stopping. */
export function replayPromises(it: States<Witness>): void {
  it('replays all of a subscriber’s dead letters at once, and no other’s', async (its) => {
    const { happen, taking, refusing, users } = its;
    const { outbox } = its.its;
    await happen(1, 2);
    await outbox.drain(refusing(new Undeliverable('no')), 10);
    await outbox.drain({ ...refusing(new Undeliverable('no')), name: 'other' }, 10);
    assert.equal(await outbox.replayAll('mail'), 2);
    assert.equal(await outbox.replayAll('mail'), 0);
    assert.equal(delivered(await outbox.drain(taking, 10)), 2);
    assert.deepEqual(users().toSorted(), [1, 2].map(user));
    assert.equal((await outbox.deadLetters(10)).length, 2);
  });

  it('repeats what was delivered, and at once what waits or is dead', async ({ its, happen, taking, refusing }) => {
    const { outbox } = its;
    await happen(1);
    const seen: Fact[] = [];
    await outbox.drain({ ...taking, deliver: async (fact) => void seen.push(fact) }, 10);
    const { id } = seen[0] ?? assert.fail();
    assert.equal(await outbox.repeat(id, 'nobody'), false);
    for (const problem of [undefined, new Error('away'), new Undeliverable('no')]) {
      assert.equal(await outbox.repeat(id, 'mail'), true);
      if (!problem) assert.equal(delivered(await outbox.drain(taking, 10)), 1);
      else assert.equal((await outbox.drain(refusing(problem), 10)).failed[0]?.tries, 1);
    }
    assert.equal(await outbox.repeat(id, 'mail'), true);
    assert.equal(delivered(await outbox.drain(taking, 10)), 1);
    assert.equal(await outbox.repeat('0190a000-0000-7000-8000-00000000000f' as Fact['id'], 'mail'), false);
  });

  it('begins behind the fact that a new subscriber names', async ({ its, happen, taking, users }) => {
    await happen(1, 2, 3);
    const ids: Fact['id'][] = [];
    await its.outbox.drain({ ...taking, name: 'all', deliver: async ({ id }) => void ids.push(id) }, 10);
    const late = { ...taking, name: 'late', after: ids[1] ?? assert.fail() };
    assert.equal(delivered(await its.outbox.drain(late, 10)), 1);
    await happen(4);
    assert.equal(delivered(await its.rival.drain(late, 10)), 1);
    assert.deepEqual(users(), [user(3), user(4)]);
  });

  it('keeps nothing of a subscriber that is forgotten', async ({ its, happen, taking, refusing, users }) => {
    await happen(1, 2);
    await its.outbox.drain(refusing(new Undeliverable('no')), 1);
    await its.outbox.forget('mail');
    assert.deepEqual(await its.outbox.deadLetters(10), []);
    // Somebody new by that name begins as anybody.
    assert.equal(delivered(await its.outbox.drain(taking, 10)), 2);
    assert.deepEqual(users(), [user(1), user(2)]);
  });
}
