import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { expect } from 'chai';
import { jwks } from '../../../src/adapters/credentials/jwks.js';
import { MemoryKeyStore } from '../../../src/adapters/memory/memory-key-store.js';
import { days, hours, minutes, seconds } from '../../../src/domain/duration.js';
import { sessionView } from '../../../src/testing/credential-issuer.contract.js';
import { activeId, pass, published, purposes, reads, token } from '../../support/key-acts.js';
import { keyRoom, names } from '../../support/key-room.js';
import { SetClock } from '../../support/set-clock.js';

describe('KeyRing', () => {
  it('makes one set of keys, however many replicas start at once', async () => {
    const [store, clock] = [new MemoryKeyStore(), new SetClock()];
    const rooms = await Promise.all(Array.from({ length: 8 }, () => keyRoom({ store, clock })));
    expect(await store.all()).to.have.lengthOf(purposes.length);
    for (const purpose of purposes) {
      expect(new Set(rooms.map((room) => activeId(room, purpose)))).to.have.property('size', 1);
    }
    const [first, ...others] = rooms;
    if (!first) throw new Error('no replica');
    const accessToken = await token(first);
    for (const other of others) expect(await reads(other, accessToken)).to.equal(true);
  });

  it('opens the same set again after a restart', async () => {
    const room = await keyRoom();
    const accessToken = await token(room);
    const digest = room.ring.indexDigest('ada@example.com');
    const again = await keyRoom({ store: room.store });
    expect(await reads(again, accessToken)).to.equal(true);
    expect(again.ring.indexDigest('ada@example.com'))
      .to.equal(digest)
      .and.match(/^[\w-]{43}$/);
    expect((await keyRoom()).ring.indexDigest('ada@example.com')).not.to.equal(digest);
  });

  it('publishes a new signing key 15 minutes before its first signature, and the former one for an hour after', async () => {
    const room = await keyRoom();
    const former = activeId(room);
    const { id: next } = await room.rotation.rotate('signing');
    await room.ring.reload();
    expect(published(room)).to.have.members([former, next]);
    await pass(room, minutes(14.99));
    expect(activeId(room)).to.equal(former);
    const last = await token(room);
    await pass(room, seconds(1));
    expect(activeId(room)).to.equal(next);
    expect(await reads(room, last)).to.equal(true);
    await pass(room, minutes(59.9));
    expect(published(room)).to.have.members([former, next]);
    await pass(room, seconds(10));
    expect(published(room)).to.deep.equal([next]);
  });

  it('needs no reload for a key to begin or to end', async () => {
    const room = await keyRoom();
    const former = activeId(room);
    const { id: next } = await room.rotation.rotate('signing');
    await room.ring.reload();
    room.clock.advance(minutes(15));
    expect(activeId(room)).to.equal(next);
    expect(published(room)).to.deep.equal([next, former]);
    room.clock.advance(hours(1));
    expect(published(room)).to.deep.equal([next]);
  });

  it('signs nobody out when any key is rotated', async () => {
    const room = await keyRoom();
    const chain = { sessionId: sessionView('token', room.clock.now()).id, ...room.refresh.begin() };
    const refreshSecret = room.refresh.of(chain, 3)?.reveal();
    for (const purpose of ['signing', 'challenge', 'cookie', 'refresh'] as const) await room.rotation.rotate(purpose);
    for (let minute = 0; minute < 24 * 60; minute += 15) {
      await pass(room, minutes(15));
      expect(room.refresh.of(chain, 3)?.reveal(), `minute ${minute}`).to.equal(refreshSecret);
      if (minute > 0) expect(room.refresh.begin().keyId).not.to.equal(chain.keyId);
    }
    await pass(room, minutes(15));
    expect(room.refresh.of(chain, 3)).to.equal(undefined);
  });

  it('forgets for good what is over', async () => {
    const room = await keyRoom();
    const former = activeId(room, 'refresh');
    await room.rotation.rotate('refresh');
    room.clock.advance(days(2));
    await room.rotation.rotate('challenge');
    expect((await room.store.all()).map((key) => key.id)).not.to.include(former);
  });

  it('makes another set where all of a purpose are gone or over', async () => {
    const room = await keyRoom();
    const { id } = await room.rotation.rotate('cookie');
    await room.store.remove([id]);
    room.clock.advance(days(2));
    const again = await keyRoom({ store: room.store, clock: room.clock });
    expect(again.ring.accepted('cookie')).to.have.lengthOf(1);
  });

  it('drops a revoked key at once, and has another in its place', async () => {
    const room = await keyRoom();
    const accessToken = await token(room);
    expect(await reads(room, accessToken)).to.equal(true);
    const revoked = activeId(room);
    await room.rotation.revoke(revoked);
    await room.ring.reload();
    // Verified a moment ago, and nevertheless.
    expect(await reads(room, accessToken)).to.equal(false);
    expect(published(room)).not.to.include(revoked);
    expect(await reads(room, await token(room))).to.equal(true);
    expect((await room.store.all()).map((key) => key.id)).not.to.include(revoked);
  });

  it('revokes neither an unknown key nor the index key', async () => {
    const room = await keyRoom();
    expect(await room.rotation.revoke('nothing')).to.equal(undefined);
    expect(await room.rotation.revoke(activeId(room, 'index'))).to.equal(undefined);
    expect(await room.store.all()).to.have.lengthOf(purposes.length);
  });

  it('signs in the algorithm that was chosen, from the next rotation on', async () => {
    const room = await keyRoom();
    const chosen = await keyRoom({ alg: 'EdDSA', store: room.store, clock: room.clock });
    expect(chosen.ring.active('signing').alg).to.equal('ES256');
    await chosen.rotation.rotate('signing');
    await pass(chosen, minutes(15));
    await room.ring.reload();
    expect(chosen.ring.active('signing').alg).to.equal('EdDSA');
    expect(await reads(room, await token(chosen))).to.equal(true);
  });

  it('[D17] publishes no private and no symmetric member, in keys that a stranger can verify with', async () => {
    for (const alg of ['ES256', 'EdDSA'] as const) {
      const room = await keyRoom({ alg });
      await room.rotation.rotate('signing');
      await room.ring.reload();
      const set = jwks(room.ring);
      expect(set.keys).to.have.lengthOf(2);
      const members = alg === 'ES256' ? ['kty', 'crv', 'x', 'y'] : ['kty', 'crv', 'x'];
      for (const key of set.keys) expect(key).to.have.all.keys(...members, 'kid', 'alg', 'use');
      const elsewhere = await jwtVerify(
        (await token(room)).reveal(),
        createLocalJWKSet(JSON.parse(JSON.stringify(set)) as JSONWebKeySet),
        { issuer: names.issuer, audience: names.audience, typ: 'at+jwt', currentDate: room.clock.now() },
      );
      expect(elsewhere.protectedHeader).to.deep.equal({ alg, typ: 'at+jwt', kid: activeId(room) });
    }
  });
});
