import { expect } from 'chai';
import * as fc from 'fast-check';
import { aSheet } from '../../src/testing/builders.js';
import { couldBeOf, parseAnswer } from '../../src/domain/mfa/answer.js';

const parsed = (kind: 'totp' | 'backup-code', code: string) => parseAnswer(kind, code)?.code;

describe('An answer', () => {
  it('[A11] has one spelling, so that a second spelling of a spent code is the spent code', () => {
    for (const spelling of ['012345', '012 345', ' 012-345\n', '0 1 2 3 4 5', '012\u00a0345']) {
      expect(parsed('totp', spelling), spelling).to.equal('012345');
    }
    for (const spelling of [
      'ABCD-EFGH-JKMN-0123',
      'abcdefghjkmn0123',
      'abcd efgh jkmn O1Z3'.replace('Z', '2'),
      'ABCDEFGHJKMNOi23',
      'ABCDEFGHJKMNol23',
    ]) {
      expect(parsed('backup-code', spelling), spelling).to.equal('ABCDEFGHJKMN0123');
    }
  });

  it('[A14] is no answer at all where it has not the shape of one', () => {
    for (const odd of [
      '',
      ' ',
      '12345',
      '123456789',
      '12345a',
      '+12345',
      '12.345',
      '1e5000',
      '0x1234',
      '-'.repeat(64),
      '１２３４５６',
      '٠١٢٣٤٥',
      '123\u200b456',
      '123456\0',
    ]) {
      expect(parsed('totp', odd), JSON.stringify(odd)).to.equal(undefined);
    }
    for (const odd of ['', 'ABCDEFGHJKMN012', 'ABCDEFGHJKMN01234', 'ABCDEFGHJKMN012U', 'ABCDEFGHJKMN012!', '012345']) {
      expect(parsed('backup-code', odd), odd).to.equal(undefined);
    }
  });

  it('[A14] has the shape of another service’s codes only for whoever brought a sheet of them along', () => {
    const sheet = aSheet();
    const could = (code: string, ...sheets: Parameters<typeof couldBeOf>[1]) => {
      const answer = parseAnswer('backup-code', code);
      return answer !== undefined && couldBeOf(answer, sheets);
    };
    for (const word of ['undefined', 'ABCDEFGH', '12345678', 'ABCDEFGHJKMN']) {
      expect(could(word), word).to.equal(false);
      expect(could(word, sheet), word).to.equal(false);
      expect(could(word, { ...sheet, length: word.length + 1 }), word).to.equal(false);
      expect(could(word, { ...sheet, length: word.length }), word).to.equal(true);
    }
    expect([could('ABCDEFGHJKMN0123'), could('ABCDEFGHJKMN0123', { ...sheet, length: 8 })]).to.deep.equal([true, true]);
  });

  it('[A14] costs nothing to refuse, however long it is', () => {
    expect(parsed('totp', `${' '.repeat(58)}012345`)).to.equal('012345');
    expect(parsed('totp', `${' '.repeat(59)}012345`)).to.equal(undefined);
    expect(parsed('totp', '0'.repeat(1e6))).to.equal(undefined);
  });

  it('keeps leading zeros, and takes six to eight digits', () => {
    for (const code of ['000000', '0000000', '00000000']) expect(parsed('totp', code)).to.equal(code);
  });

  it('never throws, and what it accepts it accepts again unchanged', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('totp' as const, 'backup-code' as const),
        fc.string({ unit: 'binary' }),
        (kind, raw) => {
          const code = parsed(kind, raw);
          if (code !== undefined) expect(parsed(kind, code)).to.equal(code);
        },
      ),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/), (code) => {
        expect(parsed('backup-code', code.toLowerCase())).to.equal(code);
      }),
    );
  });
});
