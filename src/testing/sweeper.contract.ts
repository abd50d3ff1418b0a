import assert from 'node:assert/strict';
import { itself } from '../domain/client.js';
import { after, before, days, minutes, seconds } from '../domain/duration.js';
import { lingers } from '../domain/ports/sweeper.js';
import { contract, type Runner } from './contract.js';
import {
  ada,
  challenge,
  device,
  grace,
  mailbox,
  many,
  past,
  policy,
  scene,
  session,
  soon,
  start,
  type Scene,
  type SweeperUnderTest,
} from './sweeper-scene.js';

/** What every sweeper promises. */
export function sweeperContract(name: string, open: () => Promise<SweeperUnderTest>, runner?: Runner): void {
  const stage = async () => scene(await open());
  const close = ({ its }: Scene) => its.close();
  contract({ port: 'Sweeper', adapter: name, open: stage, close, opens: 'for each promise', runner }, (it) => {
    it('has nothing to do where nothing is over', async ({ sweep, signIn, ask, fail }) => {
      await signIn(1);
      await ask(1);
      await fail(1, 1);
      assert.equal(await sweep(after(start, minutes(1))), 0);
    });

    it('removes a challenge once it has been over for a while', async ({ sweep, ask, isAsked }) => {
      await ask(1);
      const gone = past(policy.challengeLife, lingers.challenge);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await isAsked(challenge(1)), true);
      assert.equal(await sweep(gone), 1);
      assert.equal(await isAsked(challenge(1)), false);
    });

    it('removes an idle session once it has been over for a while', async ({ sweep, signIn, isThere }) => {
      await signIn(1);
      const gone = past(policy.sessionIdle, lingers.session);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await isThere(session(1)), true);
      assert.equal(await sweep(gone), 1);
      assert.equal(await isThere(session(1)), false);
    });

    it('removes an ended session once it has been over for a while', async ({ its, sweep, signIn, isThere }) => {
      await signIn(1);
      await its.work.run(itself, async (tx) => (await tx.sessions.byId(session(1)))?.revoke('signed-out', start));
      const gone = past(lingers.session);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await sweep(gone), 1);
      assert.equal(await isThere(session(1)), false);
    });

    it('removes a pool nobody touched, and never one that is closed', async ({ sweep, fail, failures }) => {
      await fail(1, 1);
      await fail(2, 2);
      const gone = past(policy.poolMemory);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await sweep(gone), 1);
      assert.equal(await failures(1), 0);
      assert.equal(await failures(2), 2);
    });

    it('removes links and what was mailed once it is old enough', async ({ its, sweep, mail, isMailed }) => {
      await mail(1);
      const gone = past(policy.linkMemory);
      assert.equal(await sweep(before(gone, minutes(1))), 0);
      assert.equal(await isMailed(1), true);
      assert.equal(await sweep(gone), 2);
      assert.equal(await isMailed(1), false);
      const left = its.work.run(itself, async (tx) => (await tx.mailboxes.of(mailbox(1), start)).snapshot().mailed);
      assert.deepEqual(await left, []);
    });

    it('ends the oldest sessions beyond the number a user may have, each with its fact', async ({
      sweep,
      signIn,
      found,
      crowdedOut,
    }) => {
      for (const n of [1, 2, 3, 4, 5]) await signIn(n, ada, after(start, seconds(n)));
      for (const n of [6, 7, 8]) await signIn(n, grace, after(start, seconds(n)));
      assert.equal(await sweep(after(start, minutes(1))), 2);
      assert.deepEqual((await crowdedOut()).sort(), [session(1), session(2)]);
      assert.equal((await found(session(1)))?.snapshot().revoked?.why, 'crowded-out');
      assert.equal((await found(session(3)))?.snapshot().revoked, undefined);
      assert.equal(await sweep(after(start, minutes(1))), 0);
    });

    it('forgets devices beyond the number a user may have, those that were used longest ago', async ({
      its,
      sweep,
      meet,
      forgotten,
    }) => {
      for (const n of [1, 2, 3, 4, 5]) await meet(n, after(start, minutes(n)));
      await its.work.run(itself, async (tx) => (await tx.devices.byId(device(1)))?.use(0, after(start, minutes(9))));
      const now = after(start, minutes(10));
      assert.equal(await sweep(now), 2);
      assert.deepEqual((await forgotten()).sort(), [device(2), device(3)]);
      assert.equal(await sweep(now), 0);
    });

    it('removes a device that was unused for long, or forgotten a while ago', async ({ its, sweep, meet }) => {
      const isThere = (n: number): Promise<boolean> =>
        its.work.run(itself, async (tx) => (await tx.devices.byId(device(n))) !== undefined);
      await meet(1, start);
      await meet(2, start);
      await its.work.run(itself, async (tx) => (await tx.devices.byId(device(1)))?.forget('by-owner', start));
      assert.equal(await sweep(after(start, minutes(1))), 0);
      await sweep(past(lingers.device));
      assert.deepEqual([await isThere(1), await isThere(2)], [false, true]);
      await sweep(past(policy.deviceMemory));
      assert.equal(await isThere(2), false);
    });

    it('takes small steps, the oldest sessions first', async ({ sweep, signIn, ask, crowdedOut }) => {
      for (const n of [1, 2, 3, 4, 5, 6]) {
        await ask(n);
        await signIn(n, ada, after(start, seconds(n)));
      }
      const challengesOver = past(policy.challengeLife, lingers.challenge, soon);
      assert.equal(await sweep(after(start, minutes(1)), 2), 2);
      assert.deepEqual((await crowdedOut()).sort(), [session(1), session(2)]);
      assert.equal(await sweep(challengesOver, 4), 4);
      assert.equal(await sweep(challengesOver, 4), 2);
    });

    it('ends and removes nothing twice when two sweep at once', async ({ its, signIn, ask, fail, crowdedOut }) => {
      for (let n = 1; n <= 12; n++) {
        await ask(n);
        await signIn(n, n % 2 ? ada : grace, after(start, seconds(n)));
        await fail(n, 1);
      }
      const both = async (now: Date): Promise<number> => {
        let touched = 0;
        for (;;) {
          const step = await Promise.all([its.sweeper.sweep(now, policy, 2), its.rival.sweep(now, policy, 2)]);
          if (step[0] + step[1] === 0) return touched;
          touched += step[0] + step[1];
        }
      };
      assert.equal(await both(after(start, minutes(1))), 6);
      assert.equal(new Set(await crowdedOut()).size, 6);
      assert.equal((await crowdedOut()).length, 6);
      assert.equal(await both(past(policy.poolMemory, days(1))), 36);
    });

    it('stands in nobody’s way: who signs in meanwhile is signed in', async ({ its, sweep, signIn, ask, isThere }) => {
      for (let n = 1; n <= 20; n++) await ask(n);
      const now = past(policy.challengeLife, lingers.challenge);
      await Promise.all([sweep(now), ...[1, 2, 3].map((n) => signIn(n, ada, now)), its.rival.sweep(now, policy, many)]);
      for (const n of [1, 2, 3]) assert.equal(await isThere(session(n)), true);
    });
  });
}
