import { inspect } from 'node:util';
import { expect } from 'chai';
import { Recent } from '../../src/application/recent.js';

describe('What was put there last', () => {
  it('is kept so many at most, and the oldest goes first', () => {
    const recent = new Recent<string, number>(3);
    for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) recent.put(key, at);
    expect(['a', 'b', 'c', 'd'].map((key) => recent.get(key))).to.deep.equal([undefined, 1, 2, 3]);
  });

  it('pushes nobody out when it is put there again', () => {
    const recent = new Recent<string, number>(2);
    for (const key of ['a', 'b', 'b', 'b']) recent.put(key, 7);
    expect(recent.get('a')).to.equal(7);
  });

  it('may be that there is nothing', () => {
    const recent = new Recent<string, undefined>(2);
    recent.put('a', undefined);
    expect([recent.has('a'), recent.has('b')]).to.deep.equal([true, false]);
  });

  it('is forgotten, one or all', () => {
    const recent = new Recent<string, number>(2);
    recent.put('a', 1);
    recent.put('b', 2);
    expect([recent.remove('a'), recent.remove('a')]).to.deep.equal([true, false]);
    recent.clear();
    expect(recent.isEmpty).to.equal(true);
    recent.put('c', 3);
    expect(recent.isEmpty).to.equal(false);
  });

  it('is not seen by whoever prints it', () => {
    const recent = new Recent<string, string>(2);
    recent.put('name', 'secret');
    expect(inspect(recent, { depth: 9, showHidden: true }) + JSON.stringify(recent)).to.not.include('secret');
  });
});
