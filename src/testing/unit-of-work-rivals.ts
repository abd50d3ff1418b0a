import assert from 'node:assert/strict';
import { minutes } from '../domain/duration.js';
import type { Transaction } from '../domain/ports/unit-of-work.js';
import { aPool, aUser, client, later, policy, rightPassword, start, stepOf, wrongPassword } from './builders.js';
import type { States } from './contract.js';
import { aKnownDevice, answer, disable, isLive, keep, logIn, open, posed, refresh, signedIn } from './decisions.js';
import { known, stored, told, type Store } from './store.js';

/** One rival, who is faster between what was read and what is decided. */
export function itLosesToWhoeverWasFaster(it: States<Store>): void {
  it('starts decide from what gather read, and lets nothing be changed there', async (store) => {
    const { id } = await known(store);
    const seen = await store.work.run(client, {
      gather: async (tx) => {
        (await tx.users.byId(id))?.disable();
        return 'gathered';
      },
      prove: async (gathered) => `${gathered} and proven`,
      decide: async (tx, proof) => [(await tx.users.byId(id))?.isActive, proof],
    });
    assert.deepEqual(seen, [true, 'gathered and proven']);
    assert.equal(await stored(store, async (tx) => (await tx.users.byId(id))?.isActive), true);
  });

  it('decides again on what is now true if a rival was faster, and proves once', async (store) => {
    const { id, email } = (await known(store)).snapshot();
    let proofs = 0;
    const epoch = await store.work.run(client, {
      gather: (tx) => tx.users.byEmail(email),
      prove: async () => {
        proofs += 1;
        await store.work.run(client, async (tx) => (await tx.users.byId(id))?.signOutEverywhere());
      },
      decide: async (tx) => {
        const user = await tx.users.byEmail(email);
        user?.signOutEverywhere();
        return user?.epoch;
      },
    });
    assert.deepEqual([epoch, proofs], [2, 1]);
  });

  it('opens no session by a trust that was revoked meanwhile', async (store) => {
    const ada = await known(store);
    const id = await aKnownDevice(store.work, ada, true);
    let rivals = 0;
    const opened = await store.work.run(client, {
      gather: (tx) => Promise.all([tx.users.byId(ada.id), tx.devices.byId(id)]),
      prove: async () => {
        rivals += 1;
        await store.work.run(client, async (tx) => (await tx.devices.byId(id))?.forget('by-owner', start));
      },
      decide: async (tx) => {
        const [user, device] = await Promise.all([tx.users.byId(ada.id), tx.devices.byId(id)]);
        const pool = await tx.pools.of(aPool(), start);
        const step = user?.signIn(rightPassword, pool, start, policy, device);
        return step?.kind === 'authenticated' ? open(tx, step.authentication) : step?.kind;
      },
    });
    assert.deepEqual([opened, rivals], ['second-factor', 1]);
    assert.equal(await told(store, 'session.opened', ada), 0);
  });

  it('keeps no fact of a decision that was overtaken', async (store) => {
    const ada = await known(store);
    await store.work.run(client, {
      gather: (tx) => tx.users.byId(ada.id),
      prove: () => disable(store.work, ada.id),
      decide: async (tx) => (await tx.users.byId(ada.id))?.disable(),
    });
    assert.equal(await told(store, 'user.disabled', ada), 1);
  });

  it('lets nobody see a decision before it is committed', async (store) => {
    const ada = await known(store);
    await store.work.run(client, async (tx) => {
      (await tx.users.byId(ada.id))?.disable();
      assert.equal(await stored(store, async (other) => (await other.users.byId(ada.id))?.isActive), true);
    });
    assert.equal(await stored(store, async (tx) => (await tx.users.byId(ada.id))?.isActive), false);
  });

  it('makes a decision that only read a user lose to the one that wrote it', async (store) => {
    const ada = await known(store, { enrolments: [] });
    const key = aPool();
    const step = await store.work.run(client, {
      gather: (tx) => tx.users.byId(ada.id),
      prove: () => disable(store.work, ada.id),
      decide: (tx) => enter(tx, ada, key),
    });
    assert.equal(step, 'refused');
    assert.equal(await told(store, 'session.opened', ada), 0);
  });

  it('makes a right password lose to the wrong one that closed its pool first', async (store) => {
    for (const failures of [0, 1]) {
      const ada = await known(store);
      const key = aPool();
      for (let n = 0; n < failures; n += 1) await logIn(store.work, ada.snapshot().email, key, wrongPassword);
      const step = await store.work.run(client, {
        gather: (tx) => Promise.all([tx.users.byId(ada.id), tx.pools.of(key, start)]),
        // From a pool that was empty, too: that there was no row was read like a row.
        prove: async () => {
          for (let n = failures; n < policy.freeFailures; n += 1)
            await logIn(store.work, ada.snapshot().email, key, wrongPassword);
        },
        decide: (tx) => enter(tx, ada, key),
      });
      assert.equal(step, 'barred');
    }
  });

  it('makes a session that is changed depend on its user', async (store) => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(store.work, ada, aPool());
    const step = await store.work.run(client, {
      gather: (tx) => Promise.all([tx.sessions.byId(id), tx.users.byId(ada.id)]),
      prove: () => disable(store.work, ada.id),
      decide: async (tx) => {
        const [session, user] = await Promise.all([tx.sessions.byId(id), tx.users.byId(ada.id)]);
        return user && session?.rotate(user, { generation: 0, genuine: true }, start, policy);
      },
    });
    assert.equal(step, 'closed');
  });

  it('lets the idle end slide without making anybody lose', async (store) => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(store.work, ada, aPool());
    const slide = (now: Date): Promise<void> =>
      store.work.run(client, async (tx) => (await tx.sessions.byId(id))?.seen(now, policy));
    const lastSeen = await store.work.run(client, {
      gather: (tx) => Promise.all([tx.sessions.byId(id), tx.users.byId(ada.id)]),
      prove: () => slide(later(minutes(2))),
      decide: async (tx) => {
        const [session, user] = await Promise.all([tx.sessions.byId(id), tx.users.byId(ada.id)]);
        user?.issueBackupCodes(aUser().enrolments('totp')[0]?.id ?? expected(), sheet, start);
        return session?.snapshot().lastSeenAt;
      },
    });
    assert.deepEqual(lastSeen, start, 'decided once, on what gather read');
    const seen = await stored(store, async (tx) => (await tx.sessions.byId(id))?.snapshot().lastSeenAt);
    assert.deepEqual(seen, later(minutes(2)));
    assert.equal(await refresh(store.work, id, 0), 'rotated');
    assert.equal(await isLive(store.work, id), true);
  });

  it('keeps an end that came while the idle end slid', async (store) => {
    const ada = await known(store, { enrolments: [] });
    const id = await signedIn(store.work, ada, aPool());
    await store.work.run(client, {
      gather: (tx) => tx.sessions.byId(id),
      prove: () => store.work.run(client, async (tx) => (await tx.sessions.byId(id))?.revoke('signed-out', start)),
      decide: async (tx) => (await tx.sessions.byId(id))?.seen(later(minutes(2)), policy),
    });
    assert.equal(await isLive(store.work, id), false);
  });

  it('gives the address to whoever asked first', async (store) => {
    const ada = aUser();
    const { email } = ada.snapshot();
    const found = await store.work.run(client, {
      gather: (tx) => tx.users.byEmail(email),
      prove: () => keep(store.work, ada),
      decide: async (tx) => {
        const owner = await tx.users.byEmail(email);
        if (!owner) tx.users.add(aUser({ email }));
        return owner?.id;
      },
    });
    assert.equal(found, ada.id);
  });

  it('accepts an answer once, though the answer to it was lost', async (store) => {
    const ada = await known(store);
    const id = await posed(store.work, ada, aPool());
    assert.equal((await answer(store.work, id, 'totp', stepOf(ada, 1))).kind, 'passed');
    assert.equal((await answer(store.work, id, 'totp', stepOf(ada, 1))).kind, 'closed');
    const next = await posed(store.work, ada, aPool());
    assert.equal((await answer(store.work, next, 'totp', stepOf(ada, 1))).kind, 'refused');
    assert.equal((await answer(store.work, next, 'totp', stepOf(ada, 2))).kind, 'passed');
  });
}

const sheet = { kind: 'backup-code', salt: 'salt', digests: [] } as const;

function expected(): never {
  throw new Error('A user of these tests has an authenticator');
}

/** A right password, and in. */
async function enter(
  tx: Transaction,
  { id }: { readonly id: ReturnType<typeof aUser>['id'] },
  key: ReturnType<typeof aPool>,
) {
  const [user, pool] = await Promise.all([tx.users.byId(id), tx.pools.of(key, start)]);
  const step = user?.signIn(rightPassword, pool, start, { ...policy, mfa: 'off' });
  if (step?.kind === 'authenticated') open(tx, step.authentication);
  return step?.kind;
}
