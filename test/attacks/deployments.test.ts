import { expect } from 'chai';
import { aWorld } from '../../src/testing/world.js';
import { sources } from '../support/repository.js';

describe('Deployments', () => {
  it('[P04] have keys of their own, also under one SECRET_KEY: what one signed is nothing to another', async () => {
    const worlds = await Promise.all([aWorld().withUser('ada'), aWorld().withUser('ada')]);
    const [here, there] = worlds;
    try {
      const { bearer } = await here.signIn('ada');
      const me = async (world: typeof here) => {
        const caller = world.caller();
        if (bearer !== undefined) caller.bearer = bearer;
        return (await caller.ask('{ me { email } }')).data;
      };
      expect(await me(here)).to.deep.equal({ me: { email: 'ada@example.org' } });
      expect(await me(there)).to.deep.equal({ me: null });
    } finally {
      for (const world of worlds) await world.close();
    }
  });

  it('[P02] hold nothing that tests take: no code of the service loads any of it', () => {
    const ours = sources.filter(({ path }) => /^src\/(?!testing\/|demo\/|demo\.ts)/.test(path));
    const taken = ours.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => /\/testing\//.test(specifier ?? ''))
        .map(({ specifier }) => `${path}: ${specifier}`),
    );
    expect(ours.length).to.be.above(200);
    expect(taken).to.deep.equal([]);
  });
});
