import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { CookieKeys } from '../../../src/adapters/credentials/cookie-keys.js';
import { days, minutes } from '../../../src/domain/duration.js';
import { keyRoom } from '../../support/key-room.js';

const cookie = '__Host-session=eyJzaWQiOiJhYmMifQ==';

describe('Cookie keys', () => {
  it('sign with HMAC-SHA-256 under the active key', async () => {
    const { ring } = await keyRoom();
    const secret = ring.active('cookie').verifies.export().toString('base64url');
    expect(new CookieKeys(ring).sign(cookie)).to.equal(createHmac('sha256', secret).update(cookie).digest('base64url'));
  });

  it('verify what they signed and nothing that was tampered with', async () => {
    const keys = new CookieKeys((await keyRoom()).ring);
    const signature = keys.sign(cookie);
    expect(keys.verify(cookie, signature)).to.equal(true);
    expect(keys.index(cookie, signature)).to.equal(0);
    const stranger = new CookieKeys((await keyRoom()).ring);
    for (const [data, digest] of [
      [`${cookie}x`, signature],
      [cookie.slice(0, -1), signature],
      [cookie.replace('session', 'pending'), signature],
      [cookie, signature.slice(0, -1)],
      [cookie, `${signature}A`],
      [cookie, ''],
      [cookie, stranger.sign(cookie)],
      [cookie, createHmac('sha256', '').update(cookie).digest('base64url')],
    ] as const) {
      expect(keys.verify(data, digest)).to.equal(false);
      expect(keys.index(data, digest)).to.equal(-1);
    }
  });

  it('sign with a new key from 15 minutes after its making, and verify with the former for as long as devices are known', async () => {
    const room = await keyRoom();
    const keys = new CookieKeys(room.ring);
    const signature = keys.sign(cookie);
    await room.rotation.rotate('cookie');
    await room.ring.reload();
    room.clock.advance(minutes(14));
    expect(keys.sign(cookie)).to.equal(signature);
    room.clock.advance(minutes(1));
    expect(keys.sign(cookie)).not.to.equal(signature);
    expect(keys.index(cookie, signature)).to.equal(1);
    room.clock.advance(days(179));
    expect(keys.verify(cookie, signature)).to.equal(true);
    room.clock.advance(days(1));
    expect(keys.verify(cookie, signature)).to.equal(false);
  });

  it('verify what a replica signed whose clock is ahead', async () => {
    const [one, ahead] = [await keyRoom(), await keyRoom()];
    const other = await keyRoom({ store: one.store, clock: ahead.clock });
    await one.rotation.rotate('cookie');
    await Promise.all([one.ring.reload(), other.ring.reload()]);
    other.clock.advance(minutes(15));
    const keys = new CookieKeys(one.ring);
    expect(keys.index(cookie, new CookieKeys(other.ring).sign(cookie))).to.equal(1);
    expect(keys.index(cookie, keys.sign(cookie))).to.equal(0);
  });

  it('are current in the moment a key is revoked', async () => {
    const room = await keyRoom();
    const keys = new CookieKeys(room.ring);
    const signature = keys.sign(cookie);
    const { ids } = keys;
    await room.rotation.revoke(room.ring.active('cookie').id);
    await room.ring.reload();
    expect(keys.ids).not.to.equal(ids);
    expect(keys.verify(cookie, signature)).to.equal(false);
    expect(keys.verify(cookie, keys.sign(cookie))).to.equal(true);
  });
});
