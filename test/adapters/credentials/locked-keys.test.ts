import { inspect } from 'node:util';
import { expect } from 'chai';
import { jwks } from '../../../src/adapters/credentials/jwks.js';
import { KeyRing } from '../../../src/adapters/credentials/key-ring.js';
import { KeyRotation } from '../../../src/adapters/credentials/key-rotation.js';
import type { KeyPurpose, KeyStore } from '../../../src/adapters/credentials/key-store.js';
import { LockedKeys } from '../../../src/adapters/credentials/locked-keys.js';
import { MemoryKeyStore } from '../../../src/adapters/memory/memory-key-store.js';
import { Seal } from '../../../src/adapters/node/seal.js';
import { days, hours } from '../../../src/domain/duration.js';
import { Secret } from '../../../src/domain/secret.js';
import { failure, purposes, reads, token } from '../../support/key-acts.js';
import { keyRoom, secretKey } from '../../support/key-room.js';
import { SetClock } from '../../support/set-clock.js';

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

  it('adds and forgets nothing under a wrong SECRET_KEY, though a key is missing and another is over', async () => {
    const { store, seal, clock, rotation } = await keyRoom();
    await rotation.rotate('challenge');
    const missing = (await store.all()).filter(({ purpose }) => purpose === 'refresh');
    await store.remove(missing.map(({ id }) => id));
    clock.advance(days(3));
    const stored = JSON.stringify(await store.all());
    const opening = KeyRing.open({ store, seal: new Seal(wrong), clock, alg: 'ES256' });
    expect(await failure(opening)).to.be.instanceOf(LockedKeys);
    expect(JSON.stringify(await store.all())).to.equal(stored);
    // And the right one still opens, makes what is missing and forgets what is over.
    const again = await keyRoom({ store, clock, seal });
    expect((await store.all()).map(({ purpose }) => purpose)).to.have.members([...purposes]);
    expect(again.ring.accepted('refresh')).to.have.lengthOf(1);
  });

  it('rotates nothing under a wrong SECRET_KEY', async () => {
    const { store, clock } = await keyRoom();
    const its = {
      store,
      seal: new Seal(wrong),
      clock,
      alg: 'ES256',
      lives: { sessionLife: hours(24), deviceMemory: days(180) },
    } as const;
    expect(await failure(KeyRotation.open(its))).to.be.instanceOf(LockedKeys);
    expect(await store.all()).to.have.lengthOf(purposes.length);
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
    const of = (purpose: KeyPurpose) => rows.get(purpose) ?? expect.fail(purpose);
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
