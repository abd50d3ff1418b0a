import { expect } from 'chai';
import { auditServer } from 'graphql-http';
import { aWorld, type World } from '../../../src/testing/world.js';
import { contents } from '../../support/repository.js';

const levels: Readonly<Record<string, string>> = { notice: 'MAY', warn: 'SHOULD', error: 'MUST' };

describe('GraphQL over HTTP', () => {
  let world: World;
  before(async () => {
    world = await aWorld();
  });
  after(() => world.close());

  it('keeps the specification but for the deviations that are written down, each with its reason', async () => {
    const accepted = contents('docs/graphql-over-http.md')
      .split('\n')
      .flatMap((line) => {
        const [, id, level, , why] = /^\| ([0-9A-F]{4}) +\| (\w+) +\| ([^|]+)\| ([^|]+)\|/.exec(line) ?? [];
        expect(id === undefined || (why ?? '').trim() !== '', line).to.equal(true);
        return id ? [`${id} ${level}`] : [];
      });
    const results = await auditServer({ url: `${world.url}/graphql`, fetchFn: fetch });
    const deviations = results.flatMap(({ id, status }) => (status === 'ok' ? [] : [`${id} ${levels[status]}`]));
    expect(results).to.have.length.above(50);
    expect(deviations).to.have.members(accepted);
    expect(accepted.filter((each) => each.endsWith('MUST'))).to.deep.equal([]);
  });
});
