import { inspect } from 'node:util';
import { expect } from 'chai';
import { VerifiedTokens } from '../../../src/adapters/credentials/verified-tokens.js';

const now = new Date('2026-03-01T12:00:00Z');
const soon = now.getTime() + 1000;

describe('Verified tokens', () => {
  it('are recalled until they expire', () => {
    const tokens = new VerifiedTokens<string>();
    expect(tokens.recall('a', 1, now)).to.equal(undefined);
    tokens.keep('a', 1, 'ada', soon);
    expect(tokens.recall('a', 1, now)).to.equal('ada');
    expect(tokens.recall('b', 1, now)).to.equal(undefined);
    expect(tokens.recall('a', 1, new Date(soon))).to.equal(undefined);
  });

  it('are forgotten when the keys change, and not kept when they changed meanwhile', () => {
    const tokens = new VerifiedTokens<string>();
    tokens.recall('a', 1, now);
    tokens.keep('a', 1, 'ada', soon);
    expect(tokens.recall('a', 2, now)).to.equal(undefined);
    tokens.keep('a', 1, 'ada', soon);
    expect(tokens.recall('a', 2, now)).to.equal(undefined);
    expect(tokens.recall('a', 1, now)).to.equal(undefined);
  });

  it('are never more than so many, the oldest going first', () => {
    const tokens = new VerifiedTokens<number>(100);
    tokens.recall('', 1, now);
    for (let i = 0; i < 1000; i++) tokens.keep(`token ${i}`, 1, i, soon);
    const kept = Array.from({ length: 1000 }, (_, i) => tokens.recall(`token ${i}`, 1, now)).filter(
      (n) => n !== undefined,
    );
    expect(kept).to.deep.equal(Array.from({ length: 100 }, (_, i) => 900 + i));
  });

  it('are seen by nobody who prints them', () => {
    const tokens = new VerifiedTokens<string>();
    tokens.recall('token', 1, now);
    tokens.keep('token', 1, 'a secret claim', soon);
    expect(inspect(tokens, { depth: 9, showHidden: true })).not.to.contain('a secret claim');
  });
});
