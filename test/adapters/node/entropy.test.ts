import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { NodeEntropy } from '../../../src/adapters/node/entropy.js';
import { entropyContract } from '../../../src/testing/entropy.contract.js';

const keyed = (key: string) => new NodeEntropy((value) => createHmac('sha256', key).update(value).digest('base64url'));

entropyContract('the operating system’s', () => ({ entropy: keyed('a key'), stranger: keyed('another') }));

describe('Entropy', () => {
  it('dates its ids', () => {
    const before = Date.now();
    const made = parseInt(keyed('a key').id<string>().replace('-', '').slice(0, 12), 16);
    expect(made).to.be.within(before, Date.now());
  });
});
