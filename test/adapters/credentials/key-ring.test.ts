import { inspect } from 'node:util';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { expect } from 'chai';
import { jwks } from '../../../src/adapters/credentials/jwks.js';
import { KeyRing } from '../../../src/adapters/credentials/key-ring.js';
import type { KeyStore, StoredKey } from '../../../src/adapters/credentials/key-store.js';
import { LockedKeys } from '../../../src/adapters/credentials/locked-keys.js';
import { MemoryKeyStore } from '../../../src/adapters/memory/memory-key-store.js';
import { Seal } from '../../../src/adapters/node/seal.js';
import { days, hours, minutes, seconds } from '../../../src/domain/duration.js';
import { Secret } from '../../../src/domain/secret.js';
import { sessionView } from '../../../src/testing/credential-issuer.contract.js';
import { forged, genuine } from '../../support/forged-token.js';
import { keyRoom, names, secretKey, type Room } from '../../support/key-room.js';
import { SetClock } from '../../support/set-clock.js';

const secret = new Secret('a refresh secret that nobody needs here....');
const purposes = ['signing', 'challenge', 'cookie', 'refresh', 'index'] as const;

async function token({ issuer, clock }: Room): Promise<Secret> {
  return (await issuer.issue(sessionView('token', clock.now()), secret, clock.now())).accessToken;
}
const reads = async ({ issuer, clock }: Room, accessToken: Secret): Promise<boolean> =>
  (await issuer.read({ kind: 'token', accessToken }, clock.now())) !== undefined;
const published = ({ ring }: Room) => jwks(ring).keys.map((key) => key['kid']);
const activeId = ({ ring }: Room, purpose: (typeof purposes)[number] = 'signing') => ring.active(purpose).id;
const pass = async (room: Room, span: ReturnType<typeof minutes>) => {
  room.clock.pass(span);
  await room.ring.reload();
};
const failure = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Counts what is asked of it, and may be away. */
class CountingStore extends MemoryKeyStore {
  loads = 0;
  away = false;

  override async all(): Promise<readonly StoredKey[]> {
    this.loads += 1;
    if (this.away) throw new Error('the database is away');
    return super.all();
  }
}

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
    room.clock.pass(minutes(15));
    expect(activeId(room)).to.equal(next);
    expect(published(room)).to.deep.equal([next, former]);
    room.clock.pass(hours(1));
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
    const former = activeId(room, 'cookie');
    await room.rotation.rotate('cookie');
    room.clock.pass(days(2));
    await room.rotation.rotate('challenge');
    expect((await room.store.all()).map((key) => key.id)).not.to.include(former);
  });

  it('makes another set where all of a purpose are gone or over', async () => {
    const room = await keyRoom();
    const { id } = await room.rotation.rotate('cookie');
    await room.store.remove([id]);
    room.clock.pass(days(2));
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

describe('KeyRing of several replicas', () => {
  async function pair() {
    const [store, clock] = [new CountingStore(), new SetClock()];
    return { store, clock, one: await keyRoom({ store, clock }), other: await keyRoom({ store, clock }) };
  }

  it('reads a token under a key it has not seen yet, by looking again', async () => {
    const { clock, one, other } = await pair();
    await one.rotation.revoke(activeId(one));
    await one.ring.reload();
    clock.pass(seconds(1));
    expect(await reads(other, await token(one))).to.equal(true);
  });

  it('looks again at most once a second and once at a time, whatever key is named', async () => {
    const { store, clock, other } = await pair();
    const stranger = (await keyRoom()).ring;
    const madeUp = (kid: string) =>
      new Secret(forged({ alg: 'ES256', typ: 'at+jwt', kid }, { sub: 'ada' }, genuine(stranger)));
    store.loads = 0;
    for (let i = 0; i < 50; i++) await reads(other, madeUp(`${i}`.padStart(43, 'k')));
    expect(store.loads).to.equal(0);
    clock.pass(seconds(1));
    await Promise.all(Array.from({ length: 50 }, (_, i) => reads(other, madeUp(`${i}`.padStart(43, 'k')))));
    expect(store.loads).to.equal(1);
    clock.pass(seconds(1));
    for (const kid of ['', 'short', '../../dev/null', 'k'.repeat(65)]) await reads(other, madeUp(kid));
    expect(store.loads).to.equal(1);
  });

  it('finds a refresh key that another replica began a moment later, without being told', async () => {
    const { clock, one, other } = await pair();
    await one.rotation.revoke(activeId(one, 'refresh'));
    await one.ring.reload();
    clock.pass(seconds(1));
    const chain = { sessionId: sessionView('token', clock.now()).id, ...one.refresh.begin() };
    expect(other.refresh.of(chain, 0)).to.equal(undefined);
    await new Promise(setImmediate);
    expect(other.refresh.of(chain, 0)?.reveal()).to.equal(one.refresh.of(chain, 0)?.reveal());
  });

  it('keeps what it has while the database is away, and says so to whoever asked for a load', async () => {
    const { store, clock, one } = await pair();
    const accessToken = await token(one);
    store.away = true;
    clock.pass(seconds(2));
    expect(await failure(one.ring.reload()))
      .to.be.instanceOf(Error)
      .with.property('message', 'the database is away');
    expect(one.ring.byId('refresh', 'unknown-key-id-of-22ch')).to.equal(undefined);
    expect(await reads(one, accessToken)).to.equal(true);
    store.away = false;
    await one.ring.reload();
  });
});

describe('KeyRing under a key it does not have', () => {
  const wrong = new Secret('another key, of 32 bytes or more, and wrong');

  async function refusal(store: KeyStore, seal: Seal): Promise<LockedKeys> {
    const error = await failure(KeyRing.open({ store, seal, clock: new SetClock(), alg: 'ES256' }));
    if (!(error instanceof LockedKeys)) throw new Error(`not LockedKeys: ${String(error)}`);
    return error;
  }

  it('refuses to start under a wrong SECRET_KEY and changes nothing', async () => {
    const { store, seal } = await keyRoom();
    const stored = JSON.stringify(await store.all());
    const given = new Seal(wrong);
    const { message } = await refusal(store, given);
    expect(message)
      .to.match(/^SECRET_KEY does not open/)
      .and.contain(seal.keyId)
      .and.contain(given.keyId);
    expect(JSON.stringify(await store.all())).to.equal(stored);
  });

  it('starts under a new SECRET_KEY beside the former one, which may go once all is sealed anew', async () => {
    const room = await keyRoom();
    const accessToken = await token(room);
    const both = new Seal(wrong, secretKey);
    const next = await keyRoom({ store: room.store, clock: room.clock, seal: both });
    expect(await reads(next, accessToken)).to.equal(true);
    expect(await next.rotation.reseal()).to.equal(purposes.length);
    expect(await next.rotation.reseal()).to.equal(0);
    const alone = await keyRoom({ store: room.store, clock: room.clock, seal: new Seal(wrong) });
    expect(await reads(alone, accessToken)).to.equal(true);
    await refusal(room.store, new Seal(secretKey));
  });

  it('refuses to start where a row was changed, moved or exchanged, and names it', async () => {
    const { store } = await keyRoom();
    const rows = new Map((await store.all()).map((row) => [row.purpose, row]));
    const of = (purpose: (typeof purposes)[number]) => rows.get(purpose) ?? expect.fail(purpose);
    const flipped = (text: string) => text.slice(0, 40) + (text[40] === 'A' ? 'B' : 'A') + text.slice(41);
    const other = new Map((await (await keyRoom()).store.all()).map((row) => [row.purpose, row]));
    for (const [named, changed] of [
      ['cookie', { ...of('cookie'), sealed: flipped(of('cookie').sealed) }],
      ['cookie', { ...of('cookie'), sealed: of('challenge').sealed }],
      ['signing', { ...of('signing'), sealed: of('cookie').sealed }],
      ['signing', { ...of('signing'), sealed: other.get('signing')?.sealed ?? '' }],
      ['refresh', { ...of('refresh'), sealed: '' }],
    ] as const) {
      const broken = new MemoryKeyStore();
      await broken.begin([...rows.values()].map((row) => (row.purpose === changed.purpose ? changed : row)));
      expect((await refusal(broken, new Seal(secretKey))).message).to.contain(
        `The ${named} key ${changed.id} was changed`,
      );
    }
  });

  it('refuses a symmetric key in the place of a signing key, though it was sealed for it', async () => {
    const { store, seal } = await keyRoom();
    const rows = await store.all();
    const of = (purpose: string) => rows.find((row) => row.purpose === purpose) ?? expect.fail(purpose);
    const { id } = of('cookie');
    const opened = seal.open(of('cookie').sealed, { purpose: 'cookie-key', owner: id });
    if (opened.kind !== 'opened') throw new Error('does not open');
    const sealed = seal.seal(opened.text, { purpose: 'signing-key', owner: id });
    const confused = new MemoryKeyStore();
    const others = rows.filter((row) => row.purpose !== 'signing' && row.id !== id);
    await confused.begin([{ ...of('signing'), id, sealed }, ...others]);
    expect((await refusal(confused, seal)).message).to.contain(`The signing key ${id} was changed`);
  });

  it('believes the sealed half of a signing key, whatever its public column says', async () => {
    const { store, ring } = await keyRoom();
    const attacker = (await keyRoom()).ring.active('signing').public;
    const rows = (await store.all()).map((row) => (row.purpose === 'signing' ? { ...row, public: attacker } : row));
    const changed = new MemoryKeyStore();
    await changed.begin(rows);
    const opened = await keyRoom({ store: changed });
    expect(jwks(opened.ring)).to.deep.equal(jwks(ring));
  });

  it('shows no key and no SECRET_KEY, printed or thrown', async () => {
    const room = await keyRoom();
    const hidden = [secretKey.reveal(), wrong.reveal()];
    for (const { id, purpose, sealed } of await room.store.all()) {
      const opened = room.seal.open(sealed, { purpose: `${purpose}-key`, owner: id });
      if (opened.kind !== 'opened') throw new Error('does not open');
      const { k, d } = JSON.parse(opened.text.reveal()) as { k?: string; d?: string };
      hidden.push(k ?? d ?? expect.fail('no secret member'));
    }
    expect(hidden).to.have.lengthOf(2 + purposes.length);
    const thrown = await refusal(room.store, new Seal(wrong));
    const shown = [room, room.ring, await room.rotation.list(), thrown, jwks(room.ring)];
    const printed = shown.map((each) => `${inspect(each, { depth: 12 })}${JSON.stringify(each)}`).join('\n');
    for (const each of hidden) expect(printed.includes(each)).to.equal(false);
  });
});
