import assert from 'node:assert/strict';
import type { SessionId } from '../domain/ids.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import { aPool, anAddress, codeOf, policy, rightPassword, start, stepOf, wrongPassword } from './builders.js';
import type { States } from './contract.js';
import {
  aKnownDevice,
  answer,
  disable,
  isLive,
  logIn,
  logInOn,
  posed,
  refresh,
  register,
  signedIn,
  type Answered,
} from './decisions.js';
import { known, stored, told, type Store } from './store.js';

const crowd = <T>(size: number, ask: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: size }, (_, index) => ask(index)));

const count = <Kind extends string>(answers: readonly { readonly kind: Kind }[], kind: Kind): number =>
  answers.filter((each) => each.kind === kind).length;

/** Many at once for one thing: nobody ends in contention, everybody hears what the domain says. */
export function itGivesCrowdsTheDomainsAnswer(it: States<Store>): void {
  for (const size of [12, 50])
    it(`opens one session for ${size} right answers to one challenge`, async (store) => {
      const ada = await known(store);
      const id = await posed(store.work, ada, aPool());
      const answers = await crowd(size, () => answer(store.work, id, 'totp', stepOf(ada, 1)));
      assert.deepEqual([count(answers, 'passed'), count(answers, 'closed')], [1, size - 1]);
      assert.equal(await told(store, 'session.opened', ada), 1);
      assert.equal(await told(store, 'mfa.passed', ada), 1);
    });

  it('accepts a TOTP step once across eight challenges', async (store) => {
    const ada = await known(store);
    const ids = await crowd(8, () => posed(store.work, ada, aPool()));
    const answers = await Promise.all(ids.map((id) => answer(store.work, id, 'totp', stepOf(ada, 7))));
    assert.equal(count(answers, 'passed'), 1);
    assert.equal(count(answers, 'refused') + count(answers, 'barred'), 7);
    assert.equal(await told(store, 'session.opened', ada), 1);
  });

  it('accepts one of twenty uses of a backup code', async (store) => {
    const ada = await known(store);
    const ids = await crowd(20, () => posed(store.work, ada, aPool()));
    const answers = await Promise.all(ids.map((id) => answer(store.work, id, 'backup-code', codeOf(ada, 3))));
    assert.equal(count(answers, 'passed'), 1);
    assert.equal(await told(store, 'backup-code.used', ada), 1);
    assert.equal(await told(store, 'session.opened', ada), 1);
  });

  it('gives twenty refreshes with one token one successor', async (store) => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(store.work, ada, aPool());
    const answers = await crowd(20, () => refresh(store.work, id, 0));
    assert.deepEqual(answers.toSorted(), [...Array<string>(19).fill('repeated'), 'rotated']);
    const generation = await stored(store, async (tx) => (await tx.sessions.byId(id))?.snapshot().generation);
    assert.equal(generation, 1);
  });

  it('gives twenty logins with one device token one successor', async (store) => {
    const ada = await known(store);
    const id = await aKnownDevice(store.work, ada, true);
    const answers = await crowd(20, () => logInOn(store.work, ada, id, 0, rightPassword));
    assert.deepEqual(
      answers.map((each) => each.kind === 'opened' && each.next),
      Array<number>(20).fill(1),
    );
    assert.equal(await told(store, 'session.opened', ada), 20);
    const kept = await stored(store, async (tx) => (await tx.devices.byId(id))?.snapshot().generation);
    assert.equal(kept, 1);
  });

  it('judges no more wrong passwords of a known device than it is allowed', async (store) => {
    const ada = await known(store);
    const id = await aKnownDevice(store.work, ada);
    const answers = await crowd(20, () => logInOn(store.work, ada, id, 0, wrongPassword));
    assert.deepEqual([count(answers, 'refused'), count(answers, 'stranger')], [5, 15]);
    assert.equal(await told(store, 'device.revoked', ada), 1);
  });

  it('judges no more guesses than a challenge allows', async (store) => {
    const ada = await known(store);
    const id = await posed(store.work, ada, aPool());
    const answers = await crowd(200, () => answer(store.work, id, 'totp', undefined));
    assert.equal(count(answers, 'refused'), policy.challengeAttempts);
    assert.equal(count(answers, 'closed'), 200 - policy.challengeAttempts);
    assert.equal(await told(store, 'mfa.refused', ada), policy.challengeAttempts);
  });

  it('judges no more guesses than a pool allows, however many challenges there are', async (store) => {
    const ada = await known(store);
    const ids = await crowd(40, () => posed(store.work, ada, aPool()));
    const answers = await crowd(200, (index) => answer(store.work, ids[index % 40] ?? fail(), 'totp', undefined));
    assert.equal(count(answers, 'refused'), policy.freeFailures);
    assert.equal(count(answers, 'barred'), 200 - policy.freeFailures);
    const pool = await stored(store, (tx) => tx.pools.of(PoolKey.factor('totp', ada.id), start));
    assert.equal(pool.snapshot().consecutive, policy.freeFailures);
  });

  it('judges no more passwords than a pool allows, of a known address and an unknown one', async (store) => {
    const ada = await known(store);
    for (const address of [ada.snapshot().email, anAddress()]) {
      const key = aPool();
      const answers = await crowd(200, () => logIn(store.work, address, key, wrongPassword));
      assert.equal(count(answers, 'refused'), policy.freeFailures);
      assert.equal(count(answers, 'barred'), 200 - policy.freeFailures);
    }
  });

  it('judges a right password among wrong ones only while the pool is open', async (store) => {
    for (let round = 0; round < 5; round += 1) {
      const ada = await known(store, { enrolments: [] });
      const key = aPool();
      const check = (index: number) => (index % 10 === 9 ? rightPassword : wrongPassword);
      await crowd(40, (index) => logIn(store.work, ada.snapshot().email, key, check(index)));
      let wrong = 0;
      for (const { event } of await store.facts()) {
        if (!('userId' in event) || event.userId !== ada.id) continue;
        if (event.type === 'sign-in.refused') wrong += 1;
        // A completed sign-in from the pool is what begins a new row.
        else if (event.type === 'session.opened') wrong = 0;
        assert(wrong <= policy.freeFailures, `${wrong} wrong passwords in a row were judged`);
      }
    }
  });

  it('registers an address once, however many ask at once', async (store) => {
    const email = anAddress();
    const answers = await crowd(20, () => register(store.work, email));
    assert.deepEqual(answers.toSorted(), ['registered', ...Array<string>(19).fill('taken')]);
    const owner = await stored(store, (tx) => tx.users.byEmail(email));
    assert(owner);
    assert.equal(await told(store, 'user.registered', owner), 1);
    assert.equal(await told(store, 'registration.repeated', owner), 19);
  });

  it('leaves no live session to a user who was disabled while sessions were being opened', async (store) => {
    for (let round = 0; round < 15; round += 1) {
      const ada = await known(store);
      const ids = await crowd(4, () => posed(store.work, ada, aPool()));
      const answers: Promise<Answered>[] = ids.map((id, index) =>
        answer(store.work, id, 'totp', stepOf(ada, 1 + index)),
      );
      const [opened] = await Promise.all([Promise.all(answers), disable(store.work, ada.id)]);
      const sessions = opened.flatMap((step): SessionId[] => (step.kind === 'passed' ? [step.session] : []));
      for (const session of sessions) assert.equal(await isLive(store.work, session), false);
      // None was opened after: the order of the facts is the order of the commits.
      const facts = (await store.facts()).filter(({ event }) => 'userId' in event && event.userId === ada.id);
      const end = facts.findIndex(({ event }) => event.type === 'user.disabled');
      assert(end >= 0);
      assert(facts.slice(end).every(({ event }) => event.type !== 'session.opened'));
    }
  });
}

function fail(): never {
  throw new Error('There are forty challenges');
}
