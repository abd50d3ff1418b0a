import { expect } from 'chai';
import { decodeBase32, decodeTypedBase32 } from '../../src/testing/base32.js';
import { Phone } from '../../src/testing/phone.js';
import { vectors } from '../support/vectors.js';

describe('The phone', () => {
  it('agrees with RFC 4226, appendix D', function () {
    const { secretBase32, vectors: rows } = vectors(this).rfc4226_appendix_d;
    const phone = Phone.type(secretBase32);
    expect(rows.map(({ count }) => phone.codeAt(count))).to.deep.equal(rows.map(({ hotp }) => hotp));
  });

  it('agrees with RFC 6238, appendix B, in every mode', function () {
    const { seeds, vectors: rows } = vectors(this).rfc6238_appendix_b;
    for (const { mode, time, step, totp8 } of rows) {
      const phone = Phone.scan(`otpauth://totp/x?secret=${seeds[mode]?.base32NoPad}&algorithm=${mode}&digits=8`);
      expect(phone.stepAt(new Date(time * 1000))).to.equal(step);
      expect(phone.code(new Date(time * 1000)), `${mode} at ${time}`).to.equal(totp8);
    }
  });

  it('counts steps beyond 32 bits', function () {
    const { seeds, stepBoundaries } = vectors(this).rfc6238_appendix_b;
    const phone = Phone.scan(`otpauth://totp/x?secret=${seeds['SHA1']?.base32NoPad}&digits=8`);
    for (const { time, step, totp8_sha1: code } of stepBoundaries) {
      expect(phone.stepAt(new Date(time * 1000))).to.equal(step);
      if (code) expect(phone.codeAt(step)).to.equal(code);
    }
  });

  it('scans the examples of the Key URI format', function () {
    for (const { uri, secretHex, issuer, account } of vectors(this).otpauth) {
      const phone = Phone.scan(uri);
      expect(phone).to.include({ issuer, account });
      const seed = new URL(uri).searchParams.get('secret') ?? '';
      expect(decodeBase32(seed).toString('hex')).to.equal(secretHex);
    }
  });

  it('scans nothing that is not exactly one account', () => {
    const secret = 'GEZDGNBVGY3TQOJQ';
    for (const uri of [
      `https://totp/x?secret=${secret}`,
      `otpauth://hotp/x?secret=${secret}`,
      'otpauth://totp/x',
      `otpauth://totp/x?secret=${secret}&secret=${secret}`,
      `otpauth://totp/Acme:x?secret=${secret}&issuer=Evil`,
      `otpauth://totp/x?secret=${secret}&algorithm=MD5`,
      `otpauth://totp/x?secret=${secret}&period=0`,
      'otpauth://totp/x?secret=not!base32',
    ]) {
      expect(() => Phone.scan(uri), uri).to.throw(RangeError);
    }
  });
});

describe('Base32', () => {
  it('agrees with RFC 4648, section 10, with padding and without', function () {
    for (const { ascii, base32, base32NoPad } of vectors(this).rfc4648_section_10) {
      expect(decodeBase32(base32).toString()).to.equal(ascii);
      expect(decodeBase32(base32NoPad).toString()).to.equal(ascii);
    }
  });

  it('refuses what is no base32, however it was typed', function () {
    for (const { in: text, why } of vectors(this).base32_decoder_negative) {
      expect(() => decodeBase32(text), why).to.throw(RangeError);
      expect(() => decodeTypedBase32(text), why).to.throw(RangeError);
    }
  });

  it('passes over lower case, spaces and hyphens in what a person typed, and only there', function () {
    for (const { in: text, out } of vectors(this).base32_decoder_lenient) {
      expect(decodeTypedBase32(text).toString()).to.equal(out);
      expect(() => decodeBase32(text)).to.throw(RangeError);
    }
    expect(() => decodeTypedBase32('ſſſſſſſſ')).to.throw(RangeError);
  });
});
