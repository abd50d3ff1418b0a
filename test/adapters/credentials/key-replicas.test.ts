import { expect } from 'chai';
import type { StoredKey } from '../../../src/adapters/credentials/key-store.js';
import { MemoryKeyStore } from '../../../src/adapters/memory/memory-key-store.js';
import { minutes, seconds } from '../../../src/domain/duration.js';
import { PostgresKeyStore } from '../../../src/adapters/postgres/key-store.js';
import { Secret } from '../../../src/domain/secret.js';
import { sessionView } from '../../../src/testing/credential-issuer.contract.js';
import { forged, genuine } from '../../support/forged-token.js';
import { activeId, failure, pass, purposes, reads, token } from '../../support/key-acts.js';
import { keyRoom } from '../../support/key-room.js';
import { scratch } from '../../support/postgres.js';
import { SetClock } from '../../support/set-clock.js';

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

describe('KeyRing of several replicas', () => {
  async function pair() {
    const [store, clock] = [new CountingStore(), new SetClock()];
    return { store, clock, one: await keyRoom({ store, clock }), other: await keyRoom({ store, clock }) };
  }

  it('shares one set on PostgreSQL, however many start at once on an empty database', async () => {
    const { pool, close } = await scratch();
    const clock = new SetClock();
    const rooms = await Promise.all(
      Array.from({ length: 6 }, () => keyRoom({ store: new PostgresKeyStore(pool), clock })),
    );
    const [first = expect.fail('no replica'), ...others] = rooms;
    const accessToken = await token(first);
    for (const other of others) expect(await reads(other, accessToken)).to.equal(true);
    await first.rotation.rotate('signing');
    for (const room of rooms) await pass(room, minutes(15 / rooms.length));
    const successors = await Promise.all(rooms.map((room) => room.ring.reload().then(() => activeId(room))));
    expect(new Set(successors)).to.have.property('size', 1);
    for (const other of others) expect(await reads(other, await token(first))).to.equal(true);
    expect((await pool.query('select 1 from keys')).rowCount).to.equal(purposes.length + 1);
    await close();
  }).timeout(60_000);

  it('reads a token under a key it has not seen yet, by looking again', async () => {
    const { clock, one, other } = await pair();
    await one.rotation.revoke(activeId(one));
    await one.ring.reload();
    clock.advance(seconds(1));
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
    clock.advance(seconds(1));
    await Promise.all(Array.from({ length: 50 }, (_, i) => reads(other, madeUp(`${i}`.padStart(43, 'k')))));
    expect(store.loads).to.equal(1);
    clock.advance(seconds(1));
    for (const kid of ['', 'short', '../../dev/null', 'k'.repeat(65)]) await reads(other, madeUp(kid));
    expect(store.loads).to.equal(1);
  });

  it('finds a refresh key that another replica began a moment later, without being told', async () => {
    const { clock, one, other } = await pair();
    await one.rotation.revoke(activeId(one, 'refresh'));
    await one.ring.reload();
    clock.advance(seconds(1));
    const chain = { sessionId: sessionView('token', clock.now()).id, ...one.refresh.begin() };
    expect(other.refresh.of(chain, 0)).to.equal(undefined);
    await new Promise(setImmediate);
    expect(other.refresh.of(chain, 0)?.reveal()).to.equal(one.refresh.of(chain, 0)?.reveal());
  });

  it('keeps what it has while the database is away, and says so to whoever asked for a load', async () => {
    const { store, clock, one } = await pair();
    const accessToken = await token(one);
    store.away = true;
    clock.advance(seconds(2));
    expect(await failure(one.ring.reload()))
      .to.be.instanceOf(Error)
      .with.property('message', 'the database is away');
    expect(one.ring.byId('refresh', 'unknown-key-id-of-22ch')).to.equal(undefined);
    expect(await reads(one, accessToken)).to.equal(true);
    store.away = false;
    await one.ring.reload();
  });
});
