import assert from 'node:assert/strict';
import type { KeyPurpose, KeyStore, StoredKey } from '../adapters/credentials/key-store.js';
import { after, days, hours } from '../domain/duration.js';
import type { KeyId } from '../domain/ids.js';
import { contract, type Runner } from './contract.js';

/** A store of keys, as two replicas see it. */
export interface KeyStoreUnderTest {
  readonly store: KeyStore;
  /** Of another replica. */
  readonly other: KeyStore;
  close(): Promise<void>;
}

const madeAt = new Date('2026-03-01T12:00:00.123Z');
const key = (name: string, purpose: KeyPurpose = 'signing'): StoredKey => ({
  id: name as KeyId,
  purpose,
  sealed: `sealed ${name}`,
  public: purpose === 'signing' ? { kty: 'EC', crv: 'P-256', x: 'x', y: name } : undefined,
  madeAt,
  activeFrom: after(madeAt, hours(1)),
  retiredAt: undefined,
});

/** What every store of keys promises: each purpose begins once, and loses no key to a replica that was as fast. */
export function keyStoreContract(name: string, open: () => Promise<KeyStoreUnderTest>, runner?: Runner): void {
  const read = async () => reader(await open());
  const close = ({ its }: Reader) => its.close();
  contract({ port: 'KeyStore', adapter: name, open: read, close, opens: 'for each promise', runner }, (it) => {
    it('has no key at first', async ({ all }) => {
      assert.deepEqual(await all(), []);
    });

    it('gives back every key as it was', async ({ its, all }) => {
      const first = [key('a'), key('b', 'cookie')];
      await its.store.begin(first);
      assert.deepEqual(await all(), first);
    });

    it('begins each purpose once', async ({ its, ids }) => {
      await its.store.begin([key('a'), key('b', 'cookie')]);
      await its.other.begin([key('c'), key('d', 'cookie'), key('e', 'refresh')]);
      assert.deepEqual(await ids(), ['a', 'b', 'e']);
    });

    it('lets one set win, however many begin at the same moment', async ({ its, ids }) => {
      const stores = [its.store, its.other, its.store, its.other, its.store, its.other];
      await Promise.all(stores.map((store, n) => store.begin([key(`${n} signing`), key(`${n} cookie`, 'cookie')])));
      const [cookie, signing, ...more] = await ids();
      assert.deepEqual(more, []);
      assert.equal(cookie?.split(' ')[0], signing?.split(' ')[0]);
    });

    it('retires every former key of its purpose when one succeeds, and none that has an end already', async ({
      its,
      all,
    }) => {
      await its.store.begin([key('a'), key('b', 'cookie')]);
      const [first, second] = [after(madeAt, days(1)), after(madeAt, days(2))];
      await its.store.succeed(key('c'), first);
      await its.store.succeed(key('d'), second);
      const ends = (await all()).map(({ id, retiredAt }) => [id, retiredAt]);
      assert.deepEqual(ends, [
        ['a', first],
        ['b', undefined],
        ['c', second],
        ['d', undefined],
      ]);
    });

    it('leaves one key without an end when several succeed at the same moment', async ({ its, all, ids }) => {
      await its.store.begin([key('a')]);
      const until = after(madeAt, days(1));
      await Promise.all([its.store.succeed(key('b'), until), its.other.succeed(key('c'), until)]);
      const current = (await all()).filter(({ retiredAt }) => !retiredAt);
      assert.equal(current.length, 1);
      assert.deepEqual(await ids(), ['a', 'b', 'c']);
    });

    it('seals anew only what is still as it was read', async ({ its, all }) => {
      await its.store.begin([key('a')]);
      await its.store.reseal('a' as KeyId, 'sealed otherwise', 'sealed wrongly');
      assert.equal((await all())[0]?.sealed, 'sealed a');
      await its.store.reseal('a' as KeyId, 'sealed a', 'sealed anew');
      assert.deepEqual(await all(), [{ ...key('a'), sealed: 'sealed anew' }]);
    });

    it('forgets keys, and passes over those it does not know', async ({ its, ids }) => {
      await its.store.begin([key('a'), key('b', 'cookie')]);
      await its.store.remove(['a' as KeyId, 'z' as KeyId]);
      await its.store.remove([]);
      assert.deepEqual(await ids(), ['b']);
    });
  });
}

type Reader = ReturnType<typeof reader>;

/** What the other replica finds. */
function reader(its: KeyStoreUnderTest) {
  const all = async (): Promise<StoredKey[]> => [...(await its.other.all())].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { its, all, ids: async (): Promise<string[]> => (await all()).map(({ id }) => id) };
}
