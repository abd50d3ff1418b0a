import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { NodeEntropy } from '../../../src/adapters/node/entropy.js';
import { Secret } from '../../../src/domain/secret.js';

const entropy = new NodeEntropy((value) => createHmac('sha256', 'key').update(value).digest('base64url'));
const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('Entropy', () => {
  it('makes ids of version 7 that sort by time and never repeat', () => {
    const before = Date.now();
    const ids = Array.from({ length: 10_000 }, () => entropy.id<string>());
    expect(ids.every((id) => version7.test(id))).to.equal(true);
    expect(new Set(ids).size).to.equal(ids.length);
    expect([...ids].sort()).to.deep.equal(ids);
    const made = parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
    expect(made).to.be.within(before, Date.now());
  });

  it('makes secrets of 256 bits that are found again by their digest, and seen by nobody', () => {
    const { secret, digest } = entropy.secret('challenge');
    expect(Buffer.from(secret.reveal(), 'base64url')).to.have.length(32);
    expect(entropy.digest('challenge', new Secret(secret.reveal()))).to.equal(digest);
    expect(digest).not.to.include(secret.reveal());
    expect(inspect({ secret }) + JSON.stringify({ secret }) + String(secret)).not.to.include(secret.reveal());
    expect(entropy.secret('challenge').secret.reveal()).not.to.equal(secret.reveal());
  });

  it('digests a secret of one kind apart from the same secret of another', () => {
    const secret = new Secret('the same');
    const digests = [
      entropy.digest('challenge', secret),
      entropy.digest('pending-browser', secret),
      entropy.digest('cookie-session', secret),
    ];
    expect(new Set(digests).size).to.equal(3);
  });

  it('digests what can be guessed under a key', () => {
    const other = new NodeEntropy((value) => createHmac('sha256', 'another').update(value).digest('base64url'));
    const digest = entropy.keyedDigest('typed-address', 'ada@example.org');
    expect(entropy.keyedDigest('typed-address', 'ada@example.org')).to.equal(digest);
    expect(entropy.keyedDigest('typed-address', 'bob@example.org')).not.to.equal(digest);
    expect(other.keyedDigest('typed-address', 'ada@example.org')).not.to.equal(digest);
  });
});
