import { expect } from 'chai';
import { inspect } from 'node:util';
import { Seal } from '../../../src/adapters/node/seal.js';
import { Secret } from '../../../src/domain/secret.js';

const former = new Secret('the former key, of 32 bytes or more');
const current = new Secret('Zm91ciBzY29yZSBhbmQgc2V2ZW4geWVhcnMgYWdvLCBvdXI=');
const seat = { purpose: 'totp-seed', owner: 'enrolment-1' };
const seed = new Secret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');

const openedText = (seal: Seal, sealed: string, at = seat): string => {
  const opened = seal.open(sealed, at);
  return opened.kind === 'opened' ? opened.text.reveal() : opened.kind;
};

describe('Seal', () => {
  const seal = new Seal(current);

  it('opens what it sealed', () => {
    for (const text of [seed.reveal(), '', 'ключ 🔑', 'x'.repeat(10_000)]) {
      expect(openedText(seal, seal.seal(new Secret(text), seat))).to.equal(text);
    }
  });

  it('never seals the same way twice', () => {
    const sealed = Array.from({ length: 200 }, () => seal.seal(seed, seat));
    expect(new Set(sealed)).to.have.lengthOf(200);
  });

  it('opens for no other purpose and no other owner', () => {
    const sealed = seal.seal(seed, seat);
    expect(openedText(seal, sealed, { ...seat, owner: 'enrolment-2' })).to.equal('tampered');
    expect(openedText(seal, sealed, { ...seat, purpose: 'key' })).to.equal('tampered');
    expect(openedText(seal, sealed, { purpose: 'totp-see', owner: 'denrolment-1' })).to.equal('tampered');
  });

  it('opens nothing that was changed by a single character', () => {
    const sealed = seal.seal(seed, seat);
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(seal.open(changed, seat).kind, `character ${at}`).to.be.oneOf(['tampered', 'unknown-key']);
    }
    for (const malformed of [
      '',
      's1',
      seed.reveal(),
      `${sealed}A`,
      sealed.slice(0, -1),
      `${sealed}.x`,
      `s2${sealed}`,
    ]) {
      expect(seal.open(malformed, seat).kind).to.equal('tampered');
    }
  });

  it('opens under the former key and never seals under it', () => {
    const old = new Seal(former).seal(seed, seat);
    const both = new Seal(current, former);
    expect(openedText(both, old)).to.equal(seed.reveal());
    expect(both.isCurrent(old)).to.equal(false);
    const anew = both.seal(seed, seat);
    expect(both.isCurrent(anew)).to.equal(true);
    expect(openedText(seal, anew)).to.equal(seed.reveal());
    expect(new Seal(former).open(anew, seat)).to.deep.equal({ kind: 'unknown-key', keyId: both.keyId });
  });

  it('demands 32 bytes of key', () => {
    expect(() => new Seal(new Secret('x'.repeat(31)))).to.throw(RangeError, '32 bytes');
    expect(() => new Seal(current, new Secret('short'))).to.throw(RangeError, '32 bytes');
  });

  it('shows neither key nor text when printed', () => {
    seal.seal(seed, seat);
    const opened = seal.open(seal.seal(seed, seat), seat);
    for (const shown of [inspect(opened, { depth: 9 }), JSON.stringify(opened), seal.keyId]) {
      expect(shown).not.to.contain(seed.reveal()).and.not.to.contain(current.reveal());
    }
    expect(inspect(seal, { depth: 9 })).not.to.contain(current.reveal());
  });
});
