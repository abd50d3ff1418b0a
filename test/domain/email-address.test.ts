import { expect } from 'chai';
import * as fc from 'fast-check';
import { EmailAddress } from '../../src/domain/user/email-address.js';

const { parse } = EmailAddress;

describe('An e-mail address', () => {
  it('is compared trimmed, folded and in lower case', () => {
    for (const spelling of ['ada@example.org', ' Ada@Example.ORG\n', 'ＡＤＡ＠example.org', 'ada@EXAMPLE.org\u00a0']) {
      expect(parse(spelling), spelling).to.equal('ada@example.org');
    }
  });

  it('[J04] makes no second account that looks like the first, and merges no two that differ', () => {
    // KELVIN SIGN and the ligature fold to the ordinary letters: one address, one account.
    expect(parse('\u212Aate@example.org')).to.equal('kate@example.org');
    expect(parse('o\uFB03ce@example.org')).to.equal('office@example.org');
    expect(parse('jose\u0301@example.org')).to.equal(parse('jos\u00e9@example.org'));
    // A dotless i is another letter in every fold: another address, never that of somebody else.
    expect(parse('g\u0131thub@example.org')).not.to.equal(parse('github@example.org'));
    expect(parse('stra\u00dfe@example.org')).not.to.equal(parse('strasse@example.org'));
  });

  it('[J08] has no room for a header, a second address or anything unseen', () => {
    for (const raw of [
      'ada@example.org\r\nBcc: eve@example.org',
      'ada@example.org\u2028x',
      'ada@example.org,eve@example.org',
      'ada@example.org;eve@example.org',
      'Ada <ada@example.org>',
      '"a b"@example.org',
      'a da@example.org',
      'ada\u200b@example.org',
      'ada\u202e@example.org',
      'ada\u0000@example.org',
      'ada\ud800@example.org',
      'ada@example.org\udfff',
    ]) {
      expect(parse(raw), JSON.stringify(raw)).to.equal(undefined);
    }
  });

  it('has one @, something before it and a domain after it', () => {
    for (const raw of [
      '',
      '@',
      'ada',
      'ada@',
      '@example.org',
      'a@b@c',
      'ada@-example.org',
      'ada@example.org.',
      'ada@a..b',
      'a..b@c',
    ]) {
      expect(parse(raw), raw).to.equal(undefined);
    }
    for (const raw of [
      'a@b',
      'ada+tag@example.org',
      "o'neil@example.org",
      'ada@münchen.de',
      'δοκιμή@παράδειγμα.δοκιμή',
    ]) {
      expect(parse(raw), raw).to.be.a('string');
    }
  });

  it('has at most 64 characters before the @ and 254 in all', () => {
    expect(parse(`${'a'.repeat(64)}@b.org`)).to.be.a('string');
    expect(parse(`${'a'.repeat(65)}@b.org`)).to.equal(undefined);
    expect(parse(`a@${'b'.repeat(248)}.org`)).to.have.length(254);
    expect(parse(`a@${'b'.repeat(249)}.org`)).to.equal(undefined);
    expect(parse(`a@${'b'.repeat(1e6)}.org`)).to.equal(undefined);
    // However little of it would be left: what is longer than any spelling of an address is not folded at all.
    expect(parse(`${' '.repeat(1020)}a@bc`)).to.equal('a@bc');
    expect(parse(`${' '.repeat(1021)}a@bc`)).to.equal(undefined);
  });

  it('is its own only spelling: parsing it again changes nothing', () => {
    const letters = fc.string({ unit: 'binary', minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        for (const raw of [`a${one}@example.org`, `${one}${other}@example.org`, `ada@a${one}b.org`, `ada@${other}`]) {
          const address = parse(raw);
          if (address !== undefined) expect(parse(address), raw).to.equal(address);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
