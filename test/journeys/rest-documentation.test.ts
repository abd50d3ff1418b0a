import { expect } from 'chai';
import { aWorld } from '../../src/testing/world.js';
import { canPlay, playExample } from '../support/played-example.js';
import { contents } from '../support/repository.js';

describe('The example of docs/rest.md', () => {
  it('works as it stands', async function () {
    if (!canPlay()) return this.skip();
    await using world = await aWorld();
    const { stdout, promised } = await playExample('docs/rest.md', world);
    expect(promised).to.have.length(11);
    expect(stdout.match(/"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"/g)).to.have.length(10);
  });

  it('names every way to be refused that a client can do something about', async () => {
    const named = [...contents('docs/rest.md').matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, type]) => type);
    const { problems } = await import('../../src/adapters/rest/problems.js');
    expect(Object.keys(problems)).to.include.members(named);
  });
});
