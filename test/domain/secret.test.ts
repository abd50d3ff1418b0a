import { expect } from 'chai';
import { inspect } from 'node:util';
import { Secret } from '../../src/domain/secret.js';

describe('A secret', () => {
  const secret = new Secret('correct horse battery staple');

  it('[N01] is not seen wherever it is printed', () => {
    const seen = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ deep: [secret] }, { showHidden: true, depth: 9 }),
      Object.values(secret).join(),
      new Error('no', { cause: secret }).stack ?? '',
      inspect(new Error('no', { cause: secret })),
    ];
    for (const text of seen) expect(text).not.to.include('horse');
  });

  it('is cloned to nothing', () => {
    expect(structuredClone({ secret })).to.deep.equal({ secret: {} });
  });

  it('is what it was when it is revealed', () => {
    expect(secret.reveal()).to.equal('correct horse battery staple');
  });
});
