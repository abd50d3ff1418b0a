import assert from 'node:assert/strict';
import type { Digest, KeyId, LinkId } from '../domain/ids.js';
import type { Traces } from '../domain/ports/traces.js';
import type { UnitOfWork } from '../domain/ports/unit-of-work.js';
import { MailedLink } from '../domain/recovery/mailed-link.js';
import { PoolKey } from '../domain/throttle/failure-pool.js';
import { LimitKey } from '../domain/throttle/limit.js';
import { aUser, anId, client, policy, start, stepOf } from './builders.js';
import { contract, type Runner } from './contract.js';
import { aKnownDevice, answer, keep, posed } from './decisions.js';

/** What erases the traces of people of an empty store, and whoever leaves them. */
export interface TracesUnderTest {
  readonly traces: Traces;
  readonly work: UnitOfWork;
  close(): Promise<void>;
}

/** Erases what is remembered of one person beside their account, all of it, and nothing of anybody else. */
export function tracesContract(name: string, open: () => Promise<TracesUnderTest>, runner?: Runner): void {
  const stage = async () => {
    const its = await open();
    const [ada, grace] = [await settled(its.work), await settled(its.work)];
    return { ...its, ada, grace };
  };
  const close = (its: TracesUnderTest): Promise<void> => its.close();
  const kinds = { port: 'Traces', adapter: name, open: stage, close, opens: 'for each promise', runner } as const;
  contract<Awaited<ReturnType<typeof stage>>>(kinds, (it) => {
    it('leaves nothing of one person, and everything of another', async ({ traces, work, ada, grace }) => {
      assert.deepEqual(await left(work, ada), all);
      await traces.erase({ user: ada.user.id, address: { email: ada.user.snapshot().email, digest: ada.digest } });
      assert.deepEqual(await left(work, ada), []);
      assert.deepEqual(await left(work, grace), all);
    });

    it('leaves what was counted for an address that is not known any more, and finds nothing again', async (its) => {
      const { traces, work, ada, grace } = its;
      const ofAddress = ['link to the address', 'mailbox', 'password pool', 'limit'];
      for (let times = 0; times < 2; times += 1) {
        await traces.erase({ user: ada.user.id, address: undefined });
        assert.deepEqual(await left(work, ada), ofAddress);
      }
      await traces.erase({ user: ada.user.id, address: { email: ada.user.snapshot().email, digest: ada.digest } });
      assert.deepEqual(await left(work, ada), []);
      assert.deepEqual(await left(work, grace), all);
    });
  });
}

type Settled = Awaited<ReturnType<typeof settled>>;

/** Somebody of whom there is a trace of every kind. */
async function settled(work: UnitOfWork) {
  const [user, digest] = [aUser(), anId<Digest>()];
  await keep(work, user);
  const password = PoolKey.password(digest);
  const device = await aKnownDevice(work, user);
  const passed = await answer(work, await posed(work, user, password), 'totp', stepOf(user, 1));
  assert.ok(passed.kind === 'passed');
  const challenge = await posed(work, user, password);
  const [own, addressed] = [anId<LinkId>(), anId<LinkId>()];
  const pools = [password, PoolKey.device(device), PoolKey.factor('totp', user.id)] as const;
  const limit = LimitKey.of('login-address', digest);
  await work.run(client, async (tx) => {
    for (const key of pools) (await tx.pools.of(key, start)).fail(start, policy, user.id);
    (await tx.mailboxes.of(digest, start)).take('reset-password', start, policy);
    await tx.limits.take(limit, policy.limits['login-address'], start);
    for (const [id, owner] of [
      [own, user],
      [addressed, undefined],
    ] as const) {
      const { email: to } = user.snapshot();
      const issue = { id, keyId: 'a key' as KeyId, digest: anId<Digest>(), to };
      tx.links.add(MailedLink.issue({ ...issue, errand: { purpose: 'reset-password' } }, owner, start, policy));
    }
  });
  return { user, digest, device, session: passed.session, challenge, own, addressed, pools, limit };
}

const all = [
  'device',
  'session',
  'challenge',
  'own link',
  'link to the address',
  'mailbox',
  'password pool',
  'device pool',
  'totp pool',
  'limit',
];

/** Which traces there are still. */
const left = (work: UnitOfWork, { device, session, challenge, own, addressed, digest, pools, limit }: Settled) =>
  work.run(client, async (tx): Promise<readonly string[]> => {
    const [password, ofDevice, totp] = await Promise.all(pools.map((key) => tx.pools.of(key, start)));
    const isCounted = (pool: typeof totp): boolean => (pool?.snapshot().consecutive ?? 0) > 0;
    const { most } = policy.limits['login-address'];
    const found = [
      await tx.devices.byId(device),
      await tx.sessions.byId(session),
      await tx.challenges.byId(challenge),
      await tx.links.byId(own),
      await tx.links.byId(addressed),
      (await tx.mailboxes.of(digest, start)).snapshot().mailed.length > 0,
      isCounted(password),
      isCounted(ofDevice),
      isCounted(totp),
      (await tx.limits.look(limit, policy.limits['login-address'], start)).left < most,
    ];
    return all.filter((_, index) => Boolean(found[index]));
  });
