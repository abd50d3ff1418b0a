import { expect } from 'chai';
import { demandIssuer, otpauthUri } from '../../../src/adapters/factors/otpauth-uri.js';
import { EmailAddress } from '../../../src/domain/user/email-address.js';
import { Phone } from '../../../src/testing/phone.js';
import { vectors } from '../../support/vectors.js';

const secret = 'HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ';
const parameters = { algorithm: 'sha1', digits: 6, period: 30 } as const;

describe('An otpauth URI', () => {
  it('is the one that the Key URI format gives as its example', function () {
    const published = vectors(this).otpauth.find(({ issuer }) => issuer === 'ACME Co');
    // The example leaves the @ as it is; both spellings name the same account.
    const uri = otpauthUri({ issuer: 'ACME Co', account: 'john.doe@email.com' }, secret, parameters);
    expect(uri.replace('%40', '@')).to.equal(published?.uri);
  });

  it('carries a hostile label to the phone as it was, with one secret and one issuer', function () {
    for (const { issuer, account } of vectors(this).otpauth_hostile_labels) {
      if (issuer.includes(':')) continue;
      const uri = otpauthUri({ issuer, account }, secret, parameters);
      expect(uri).to.match(/^[\w:/?&=%.!~*'()-]+$/);
      const phone = Phone.scan(uri);
      expect(phone.issuer).to.equal(issuer);
      expect(phone.account).to.equal(account.trimStart());
    }
  });

  it('spells a space as %20 and a colon as %3A', () => {
    const uri = otpauthUri({ issuer: 'Acme & Söhne', account: 'a:b+c@x.org' }, secret, parameters);
    expect(uri).to.include('otpauth://totp/Acme%20%26%20S%C3%B6hne:a%3Ab%2Bc%40x.org?');
    expect(uri).to.include('&issuer=Acme%20%26%20S%C3%B6hne&');
  });

  it('never meets an account with a control character or a colon: no such address exists here', function () {
    for (const { account } of vectors(this).otpauth_hostile_labels) {
      if (/[\p{C}:<>&]/u.test(account)) expect(EmailAddress.parse(account), account).to.equal(undefined);
    }
  });

  it('refuses an issuer that could not stand in a label', () => {
    for (const issuer of [
      'A:B',
      '',
      ' ',
      ' Acme',
      'Acme\r\nSet-Cookie: a=b',
      'Acme\u202e',
      'Acme\0',
      'x'.repeat(65),
      '\ud800',
    ]) {
      expect(() => demandIssuer(issuer), JSON.stringify(issuer)).to.throw(RangeError);
    }
    expect(demandIssuer('Acme & Söhne')).to.equal('Acme & Söhne');
  });
});
