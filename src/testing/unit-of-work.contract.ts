import assert from 'node:assert/strict';
import { minutes } from '../domain/duration.js';
import type { ChallengeId, SessionId, UserId } from '../domain/ids.js';
import {
  aPool,
  anAddress,
  anAuthenticator,
  aUser,
  client,
  later,
  policy,
  start,
  stepOf,
  wrongPassword,
} from './builders.js';
import { contract, type Runner, type States } from './contract.js';
import { aKnownDevice, answer, logIn, posed, signedIn } from './decisions.js';
import { known, stored, told, type Store } from './store.js';

import { itGivesCrowdsTheDomainsAnswer } from './unit-of-work-crowds.js';
import { itKeepsMailedLinks } from './unit-of-work-links.js';
import { itLosesToWhoeverWasFaster } from './unit-of-work-rivals.js';

/**
 * What every adapter of `UnitOfWork` promises: call it with a way to open an empty store. Users of other tests may come
 * to live in it; whoever shares one among suites loses nothing.
 */
export function unitOfWorkContract(name: string, open: () => Promise<Store>, runner?: Runner): void {
  const close = (store: Store) => store.close();
  contract({ port: 'UnitOfWork', adapter: name, open, close, opens: 'once', runner }, (it) => {
    itKeepsWhatWasDecided(it);
    itFindsWhatIsThere(it);
    itKeepsMailedLinks(it);
    itLosesToWhoeverWasFaster(it);
    itGivesCrowdsTheDomainsAnswer(it);
  });
}

function itKeepsWhatWasDecided(it: States<Store>): void {
  it('keeps what decide changed', async (store) => {
    const by = 'a session' as SessionId;
    const pending = { enrolment: anAuthenticator(), by, expiresAt: later(minutes(10)), attemptsLeft: 5 };
    const { id, email } = (await known(store, { pending })).snapshot();
    const changed = await store.work.run(client, async (tx) => {
      const user = await tx.users.byId(id);
      user?.signOutEverywhere();
      return user?.snapshot();
    });
    assert.equal(changed?.epoch, 1);
    assert.deepEqual(changed.pending, pending);
    assert.deepEqual(await stored(store, async (tx) => (await tx.users.byId(id))?.snapshot()), changed);
    assert.deepEqual(await stored(store, async (tx) => (await tx.users.byEmail(email))?.snapshot()), changed);
  });

  it('keeps challenges, sessions and pools as they were left', async (store) => {
    const ada = await known(store);
    const key = aPool();
    await logIn(store.work, ada.snapshot().email, key, wrongPassword);
    const id = await posed(store.work, ada, key);
    const step = await answer(store.work, id, 'totp', stepOf(ada, 1));
    assert(step.kind === 'passed');
    const [challenge, session, pool] = await stored(store, (tx) =>
      Promise.all([tx.challenges.byId(id), tx.sessions.byId(step.session), tx.pools.of(key, later(minutes(1)))]),
    );
    const { secret, ...asked } = challenge?.snapshot() ?? {};
    assert.equal(typeof secret, 'string');
    assert.deepEqual(asked, {
      id,
      userId: ada.id,
      epoch: 0,
      purpose: 'sign-in',
      credential: 'token',
      offer: ['totp', 'backup-code'],
      proofs: [{ factor: 'password', at: start, enrolmentId: undefined }],
      binding: undefined,
      raises: undefined,
      replaces: undefined,
      passwordPool: key,
      device: undefined,
      known: undefined,
      attemptsLeft: 5,
      issuedAt: start,
      expiresAt: later(policy.challengeLife),
      passedAt: start,
    });
    const { holding, proofs, ...opened } = session?.snapshot() ?? {};
    assert.equal(holding?.kind, 'token');
    assert.deepEqual(proofs?.at(-1), { factor: 'totp', at: start, enrolmentId: ada.enrolments('totp')[0]?.id });
    assert.deepEqual(opened, {
      id: step.session,
      userId: ada.id,
      epoch: 0,
      generation: 0,
      rotatedAt: start,
      device: undefined,
      deviceId: undefined,
      trustedUntil: undefined,
      openedAt: start,
      lastSeenAt: start,
      idleUntil: later(policy.sessionIdle),
      endsAt: later(policy.sessionLife),
      misanswered: 0,
      revoked: undefined,
    });
    const counted = { consecutive: 0, waitUntil: undefined, closedAt: undefined, recent: [], touchedAt: start };
    assert.deepEqual(pool.snapshot(), { id: key, ...counted });
  });

  it('keeps devices as they were left, the last used first', async (store) => {
    const [ada, grace] = [await known(store), await known(store)];
    const [one, other] = [await aKnownDevice(store.work, ada, true), await aKnownDevice(store.work, ada)];
    await aKnownDevice(store.work, grace);
    const changed = await store.work.run(client, async (tx) => {
      const device = await tx.devices.byId(one);
      device?.use(0, later(minutes(1)));
      return device?.snapshot();
    });
    assert.deepEqual(changed?.trust, { epoch: 0, until: later(policy.trustLife) });
    assert.deepEqual(await stored(store, async (tx) => (await tx.devices.byId(one))?.snapshot()), changed);
    const of = () => stored(store, async (tx) => (await tx.devices.of(ada.id)).map((device) => device.id));
    assert.deepEqual(await of(), [one, other]);
    await store.work.run(client, async (tx) => (await tx.devices.byId(one))?.forget('by-owner', start));
    assert.deepEqual(await of(), [other]);
    const forgotten = await stored(store, async (tx) => (await tx.devices.byId(one))?.snapshot());
    assert.deepEqual([forgotten?.forgotten, forgotten?.trust], [{ at: start, why: 'by-owner' }, undefined]);
  });

  it('keeps nothing when decide throws', async (store) => {
    const { id } = await known(store);
    const before = (await store.facts()).length;
    const thrown = store.work.run(client, async (tx) => {
      (await tx.users.byId(id))?.disable();
      tx.users.add(aUser());
      throw new Error('a bug');
    });
    await assert.rejects(thrown, /a bug/);
    assert.equal(await stored(store, async (tx) => (await tx.users.byId(id))?.isActive), true);
    assert.equal((await store.facts()).length, before);
  });

  it('keeps a refusal, because a refusal is a return', async (store) => {
    const { email } = (await known(store)).snapshot();
    const key = aPool();
    assert.equal((await logIn(store.work, email, key, wrongPassword)).kind, 'refused');
    assert.equal(await stored(store, async (tx) => (await tx.pools.of(key, start)).snapshot().consecutive), 1);
    assert.equal((await store.facts()).at(-1)?.event.type, 'sign-in.refused');
  });

  it('stores state and facts together, stamped with who caused them', async (store) => {
    const { id } = await known(store);
    const by = { ...client, address: '2001:db8::1', correlationId: 'one request' };
    await store.work.run(by, async (tx) => (await tx.users.byId(id))?.disable());
    const [fact, ...others] = (await store.facts()).filter(({ correlationId }) => correlationId === 'one request');
    assert.deepEqual(others, []);
    assert.deepEqual(fact?.event, { type: 'user.disabled', userId: id });
    assert.equal(fact.address, '2001:db8::1');
    assert.equal(fact.device, undefined);
    assert(!Number.isNaN(fact.at.getTime()));
  });

  for (const many of [1, 2, 3, 4, 5, 40])
    it(`stores ${many} facts that have no aggregate, in their order`, async (store) => {
      const before = (await store.facts()).length;
      await store.work.run(client, async (tx) => {
        for (let n = 1; n < many; n += 1) tx.record({ type: 'sign-in.refused', why: 'unknown-address' });
        tx.record({ type: 'sign-in.refused', why: 'stale-check' });
      });
      const facts = (await store.facts()).slice(before);
      assert.equal(facts.length, many);
      assert.deepEqual(facts.at(-1)?.event, { type: 'sign-in.refused', why: 'stale-check' });
    });
}

function itFindsWhatIsThere(it: States<Store>): void {
  it('answers one object an id within a decision, however it was asked for', async (store) => {
    const { id, email } = (await known(store)).snapshot();
    await stored(store, async (tx) => {
      const [a, b, c] = await Promise.all([tx.users.byId(id), tx.users.byEmail(email), tx.users.byId(id)]);
      assert(a && a === b && b === c);
      const key = aPool();
      const [pool, same] = await Promise.all([tx.pools.of(key, start), tx.pools.of(key, start)]);
      assert.equal(pool, same);
    });
  });

  it('finds what the decision itself added', async (store) => {
    await stored(store, async (tx) => {
      const fresh = aUser();
      tx.users.add(fresh);
      assert.equal(await tx.users.byId(fresh.id), fresh);
      assert.equal(await tx.users.byEmail(fresh.snapshot().email), fresh);
    });
  });

  it('finds nothing under what is no id, and harms nothing that is asked for with it', async (store) => {
    const ada = await known(store);
    for (const no of [
      '',
      'nobody',
      "' or 1=1--",
      '\0',
      `${ada.id}0`,
      ada.id.toUpperCase().slice(1),
      'x'.repeat(9999),
    ]) {
      const [user, session, challenge, found, nobody] = await stored(store, (tx) =>
        Promise.all([
          tx.users.byId(no as UserId),
          tx.sessions.byId(no as SessionId),
          tx.challenges.byId(no as ChallengeId),
          tx.users.byId(ada.id),
          tx.users.byEmail(anAddress()),
        ]),
      );
      assert.deepEqual([user, session, challenge, nobody], [undefined, undefined, undefined, undefined]);
      assert.equal(found?.id, ada.id);
    }
  });

  it('lists the sessions that are open, and ends any number of them at once', async (store) => {
    const ada = await known(store, { enrolments: [] });
    const sessions: SessionId[] = [];
    for (let n = 0; n < 4; n += 1) sessions.push(await signedIn(store.work, ada, aPool()));
    const list = (now: Date): Promise<readonly SessionId[]> =>
      stored(store, async (tx) => (await tx.sessions.openOf(ada.id, now)).map((session) => session.id));
    assert.deepEqual((await list(start)).toSorted(), sessions.toSorted());
    assert.deepEqual(await list(later(policy.sessionIdle)), []);
    await store.work.run(client, async (tx) => {
      await tx.sessions.byId(sessions[0] ?? ('none' as SessionId));
      for (const session of (await tx.sessions.openOf(ada.id, start)).slice(1)) session.revoke('crowded-out', start);
    });
    assert.equal((await list(start)).length, 1);
    assert.equal(await told(store, 'session.revoked', ada), 3);
  });
}
