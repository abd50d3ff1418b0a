import { expect } from 'chai';
import { Secret } from '../../src/domain/secret.js';
import { EmailAddress } from '../../src/domain/user/email-address.js';
import { isOversized, passwordProblem } from '../../src/domain/user/password.js';
import { policy } from '../support/people.js';

const owner = EmailAddress.parse('ada.lovelace@example.org');
const problem = (password: string, mfa = policy.mfa) =>
  owner && passwordProblem(new Secret(password), owner, { ...policy, mfa });

describe('A password', () => {
  it('has 15 code points, or 8 where a second factor is mandatory', () => {
    expect(problem('a'.repeat(14))).to.equal('too-short');
    expect(problem('a'.repeat(15))).to.equal(undefined);
    expect(problem('a'.repeat(7), 'required')).to.equal('too-short');
    expect(problem('a'.repeat(8), 'required')).to.equal(undefined);
  });

  it('[J04] is counted in code points of one form, however it was typed', () => {
    expect(problem('🔑'.repeat(14))).to.equal('too-short');
    expect(problem('🔑'.repeat(15))).to.equal(undefined);
    expect(problem('e\u0301'.repeat(14))).to.equal('too-short');
    expect(problem('e\u0301'.repeat(15))).to.equal(undefined);
  });

  it('asks for no composition: spaces and one alphabet are enough', () => {
    expect(problem('correct horse battery staple')).to.equal(undefined);
    expect(problem(' '.repeat(15))).to.equal(undefined);
    expect(problem('пароль который длинный')).to.equal(undefined);
  });

  it('[J01] is never hashed above 1 KiB, counted in bytes', () => {
    expect(problem('a'.repeat(1024))).to.equal(undefined);
    expect(problem('a'.repeat(1025))).to.equal('too-long');
    expect(problem('é'.repeat(512))).to.equal(undefined);
    expect(problem('é'.repeat(513))).to.equal('too-long');
    expect(problem('€'.repeat(342))).to.equal('too-long');
    expect(problem('🔑'.repeat(256))).to.equal(undefined);
    expect(problem('🔑'.repeat(257))).to.equal('too-long');
    expect(isOversized(new Secret('a'.repeat(1e7)))).to.equal(true);
  });

  it('[J04] is Unicode: half a character is nobody’s password', () => {
    expect(isOversized(new Secret('correct horse \ud83d battery'))).to.equal(true);
    expect(isOversized(new Secret(''))).to.equal(false);
  });

  it('does not hold the owner’s address, nor its local part of four letters or more', () => {
    expect(problem('my ada.lovelace@example.org!')).to.equal('contains-address');
    expect(problem('I am Ada.Lovelace, hello')).to.equal('contains-address');
    const bob = EmailAddress.parse('bob@example.org');
    expect(bob && passwordProblem(new Secret('bob is my name, hello'), bob, policy)).to.equal(undefined);
  });
});
