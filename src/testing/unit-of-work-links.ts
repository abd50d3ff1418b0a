import assert from 'node:assert/strict';
import { hours, type Duration } from '../domain/duration.js';
import type { Digest, KeyId, LinkId } from '../domain/ids.js';
import { MailedLink, type Errand } from '../domain/recovery/mailed-link.js';
import type { PasswordHash } from '../domain/user/password.js';
import type { User } from '../domain/user/user.js';
import { anAddress, anId, client, later, policy, start } from './builders.js';
import type { States } from './contract.js';
import { known, stored, type Store } from './store.js';

const aLink = (errand: Errand, user: User | undefined): MailedLink =>
  MailedLink.issue(
    { id: anId<LinkId>(), keyId: 'a key' as KeyId, digest: anId<Digest>(), to: anAddress(), errand },
    user,
    start,
    policy,
  );

async function mailed(store: Store, errand: Errand, user?: User): Promise<MailedLink> {
  const link = aLink(errand, user);
  await store.work.run(client, async (tx) => tx.links.add(link));
  return link;
}

/** Spends a link as a use case would. */
const spend = (store: Store, id: LinkId): Promise<'spent' | 'over'> =>
  store.work.run(client, async (tx) => {
    const link = await tx.links.byId(id);
    const user = link?.userId && (await tx.users.byId(link.userId));
    if (!link?.isOpen(user || undefined, start)) return 'over';
    link.spend(user || undefined, start);
    return 'spent';
  });

/** What an adapter promises of links that are mailed. */
export function itKeepsMailedLinks(it: States<Store>): void {
  it('keeps a link as it was issued and as it was spent, whatever it carries', async (store) => {
    const ada = await known(store);
    const errands: readonly (readonly [Errand, User | undefined])[] = [
      [{ purpose: 'confirm-address', wish: { passwordHash: 'hash' as PasswordHash, language: 'de' } }, undefined],
      [{ purpose: 'confirm-address', wish: { passwordHash: 'hash' as PasswordHash, language: undefined } }, undefined],
      [{ purpose: 'change-address', from: anAddress() }, ada],
      [{ purpose: 'reset-password' }, ada],
      [{ purpose: 'not-me', restores: true }, ada],
    ];
    for (const [errand, user] of errands) {
      const link = await mailed(store, errand, user);
      const read = () => stored(store, async (tx) => (await tx.links.byId(link.id))?.snapshot());
      assert.deepEqual(dropUndefined(await read()), dropUndefined(link.snapshot()));
      assert.equal(await spend(store, link.id), 'spent');
      assert.deepEqual((await read())?.spentAt, start);
    }
  });

  it('lets one of twenty spend a link', async (store) => {
    const ada = await known(store);
    for (const [errand, user] of [
      [{ purpose: 'reset-password' }, ada],
      [{ purpose: 'confirm-address', wish: { passwordHash: 'hash' as PasswordHash, language: undefined } }, undefined],
    ] as const) {
      const { id } = await mailed(store, errand, user);
      const answers = await Promise.all(Array.from({ length: 20 }, () => spend(store, id)));
      assert.equal(answers.filter((each) => each === 'spent').length, 1);
    }
  });

  it('does not let a link be spent while its user changes what would end it', async (store) => {
    const ada = await known(store);
    const { id } = await mailed(store, { purpose: 'reset-password' }, ada);
    let interrupted = false;
    const answer = await store.work.run(client, async (tx) => {
      const link = await tx.links.byId(id);
      const user = await tx.users.byId(ada.id);
      const open = link?.isOpen(user, start);
      if (link && open) link.spend(user, start);
      if (!interrupted) {
        interrupted = true;
        await store.work.run(client, async (rival) => (await rival.users.byId(ada.id))?.signOutEverywhere());
      }
      return open;
    });
    assert.equal(answer, false);
  });

  it('adds one link of an id, however many add it at once', async (store) => {
    const ada = await known(store);
    const link = aLink({ purpose: 'not-me', restores: true }, ada);
    const added = await Promise.all(
      Array.from({ length: 8 }, () =>
        store.work.run(client, async (tx) => {
          if (await tx.links.byId(link.id)) return 'there';
          tx.links.add(MailedLink.restore(link.snapshot()));
          return 'added';
        }),
      ),
    );
    assert.equal(added.filter((each) => each === 'added').length, 1);
  });

  it('counts every link that is mailed to an address, and no more than allowed', async (store) => {
    const address = anId<Digest>();
    const taken = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.work.run(client, async (tx) =>
          (await tx.mailboxes.of(address, start)).take('reset-password', start, policy),
        ),
      ),
    );
    assert.equal(taken.filter((each) => each === 'taken').length, policy.limits['mail-address'].most);
    const take = (now: Date) =>
      stored(store, async (tx) => (await tx.mailboxes.of(address, now)).take('reset-password', now, policy));
    // One more as soon as half of the last one's life is over, and as many as ever when an hour is.
    const half = policy.mailedLinkLife / 2;
    assert.equal(await take(later((half - 1) as Duration)), 'full');
    assert.equal(await take(later(half as Duration)), 'taken');
    assert.equal(await take(later((half + 1) as Duration)), 'full');
    const again = [];
    for (let n = 0; n < policy.limits['mail-address'].most; n += 1) again.push(await take(later(hours(1))));
    assert.deepEqual(again, ['taken', 'taken', 'taken', 'taken', 'full']);
  });

  it('remembers the account that waits for an address', async (store) => {
    const address = anId<Digest>();
    const link = await mailed(store, {
      purpose: 'confirm-address',
      wish: { passwordHash: 'hash' as PasswordHash, language: undefined },
    });
    await store.work.run(client, async (tx) => (await tx.mailboxes.of(address, start)).await(link.id, start));
    await stored(store, async (tx) => {
      const { wish } = await tx.mailboxes.of(address, start);
      assert.equal(wish, link.id);
      assert.equal((await tx.links.byId(link.id))?.to, link.to);
    });
  });
}

/** JSON knows no difference between what is undefined and what is not there. */
const dropUndefined = (value: unknown): unknown => structuredClone(JSON.parse(JSON.stringify(value ?? null)));
