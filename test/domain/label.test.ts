import { expect } from 'chai';
import * as fc from 'fast-check';
import { deviceLabel, factorLabel } from '../../src/domain/label.js';

describe('A label', () => {
  it('[N02] is one printable line of at most 64 characters', () => {
    expect(deviceLabel('Firefox\r\non\u2028Linux\u001b[31m')).to.equal('Firefox on Linux [31m');
    expect(deviceLabel('x'.repeat(100))).to.have.length(64);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        const label = deviceLabel(raw) ?? '';
        expect([...label].length).to.be.at.most(64);
        expect(/[\p{C}\p{Zl}\p{Zp}]/u.test(label)).to.equal(false);
        expect(deviceLabel(label) ?? '').to.equal(label);
      }),
    );
  });

  it('is nothing for a device where nothing can be printed', () => {
    for (const raw of ['', '   ', '\u0000\u200b', '\ud800'.slice(1)]) expect(deviceLabel(raw)).to.equal(undefined);
  });

  it('has a word for an authenticator that nobody named', () => {
    for (const raw of [undefined, '', '   ', '\u0007']) expect(factorLabel(raw)).to.equal('Authenticator');
    expect(factorLabel(' Work  phone ')).to.equal('Work phone');
  });
});
