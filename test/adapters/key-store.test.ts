import { expect } from 'chai';
import type { KeyPurpose, KeyStore, StoredKey } from '../../src/adapters/credentials/key-store.js';
import { MemoryKeyStore } from '../../src/adapters/memory/memory-key-store.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import { after, days, hours } from '../../src/domain/duration.js';
import type { KeyId } from '../../src/domain/ids.js';
import { scratch } from '../support/postgres.js';

interface KeyStoreUnderTest {
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

keyStoreContract('in memory', async () => {
  const store = new MemoryKeyStore();
  return { store, other: store, close: async () => undefined };
});

keyStoreContract('PostgreSQL', async () => {
  const { pool, close } = await scratch();
  return { store: new PostgresKeyStore(pool), other: new PostgresKeyStore(pool), close };
});

function keyStoreContract(name: string, open: () => Promise<KeyStoreUnderTest>): void {
  describe(`KeyStore · ${name}`, () => {
    let its: KeyStoreUnderTest;

    beforeEach(async () => {
      its = await open();
    });

    afterEach(() => its.close());

    const all = async (): Promise<StoredKey[]> => [...(await its.other.all())].sort((a, b) => (a.id < b.id ? -1 : 1));
    const ids = async (): Promise<string[]> => (await all()).map(({ id }) => id);

    it('has no key at first', async () => {
      expect(await all()).to.deep.equal([]);
    });

    it('gives back every key as it was', async () => {
      const first = [key('a'), key('b', 'cookie')];
      await its.store.begin(first);
      expect(await all()).to.deep.equal(first);
    });

    it('begins each purpose once', async () => {
      await its.store.begin([key('a'), key('b', 'cookie')]);
      await its.other.begin([key('c'), key('d', 'cookie'), key('e', 'refresh')]);
      expect(await ids()).to.deep.equal(['a', 'b', 'e']);
    });

    it('lets one set win, however many begin at the same moment', async () => {
      const stores = [its.store, its.other, its.store, its.other, its.store, its.other];
      await Promise.all(stores.map((store, n) => store.begin([key(`${n} signing`), key(`${n} cookie`, 'cookie')])));
      const [cookie, signing, ...more] = await ids();
      expect(more).to.deep.equal([]);
      expect(cookie?.split(' ')[0]).to.equal(signing?.split(' ')[0]);
    });

    it('retires every former key of its purpose when one succeeds, and none that has an end already', async () => {
      await its.store.begin([key('a'), key('b', 'cookie')]);
      const [first, second] = [after(madeAt, days(1)), after(madeAt, days(2))];
      await its.store.succeed(key('c'), first);
      await its.store.succeed(key('d'), second);
      const ends = (await all()).map(({ id, retiredAt }) => [id, retiredAt]);
      expect(ends).to.deep.equal([
        ['a', first],
        ['b', undefined],
        ['c', second],
        ['d', undefined],
      ]);
    });

    it('leaves one key without an end when several succeed at the same moment', async () => {
      await its.store.begin([key('a')]);
      const until = after(madeAt, days(1));
      await Promise.all([its.store.succeed(key('b'), until), its.other.succeed(key('c'), until)]);
      const current = (await all()).filter(({ retiredAt }) => !retiredAt);
      expect(current).to.have.length(1);
      expect(await ids()).to.deep.equal(['a', 'b', 'c']);
    });

    it('seals anew only what is still as it was read', async () => {
      await its.store.begin([key('a')]);
      await its.store.reseal('a' as KeyId, 'sealed otherwise', 'sealed wrongly');
      expect((await all())[0]?.sealed).to.equal('sealed a');
      await its.store.reseal('a' as KeyId, 'sealed a', 'sealed anew');
      expect(await all()).to.deep.equal([{ ...key('a'), sealed: 'sealed anew' }]);
    });

    it('forgets keys, and passes over those it does not know', async () => {
      await its.store.begin([key('a'), key('b', 'cookie')]);
      await its.store.remove(['a' as KeyId, 'z' as KeyId]);
      await its.store.remove([]);
      expect(await ids()).to.deep.equal(['b']);
    });
  });
}
