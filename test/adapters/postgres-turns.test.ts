import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { Turns } from '../../src/adapters/postgres/turns.js';
import { Contention, Unavailable } from '../../src/domain/ports/unit-of-work.js';

describe('Turns', () => {
  it('lets one decide at a time about one subject, in the order in which they came', async () => {
    const turns = new Turns();
    const heard: string[] = [];
    const decide = (name: string) => async () => {
      heard.push(`${name} begins`);
      await setImmediate();
      heard.push(`${name} ends`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => turns.take('ada', decide(name))));
    expect(heard).to.deep.equal(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('makes nobody wait for another subject', async () => {
    const turns = new Turns();
    const held = Promise.withResolvers<void>();
    const first = turns.take('ada', () => held.promise);
    await turns.take('grace', async () => undefined);
    expect([turns.isBusy('ada'), turns.isBusy('grace')]).to.deep.equal([true, false]);
    held.resolve();
    await first;
  });

  it('goes on after a decision that failed, and forgets a line that is empty', async () => {
    const turns = new Turns();
    const failed = turns.take('ada', () => Promise.reject(new Error('a bug')));
    const next = turns.take('ada', async () => 'decided');
    expect(await failed.catch((problem: Error) => problem.message)).to.equal('a bug');
    expect(await next).to.equal('decided');
    expect(turns.isBusy('ada')).to.equal(false);
  });

  it('finds out once for all who wait that nothing can be reached, and tries again for whoever comes later', async () => {
    const turns = new Turns();
    let tried = 0;
    const decide = async () => {
      tried += 1;
      await setImmediate();
      throw new Unavailable('gone');
    };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => turns.take('ada', decide)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(tried).to.equal(1);
    expect(await turns.take('ada', async () => 'back')).to.equal('back');
  });

  it('refuses a flood', async () => {
    const turns = new Turns();
    const held = Promise.withResolvers<void>();
    const waiting = Array.from({ length: 1000 }, () => turns.take('ada', () => held.promise));
    const refused = await turns.take('ada', async () => undefined).catch((problem: unknown) => problem);
    expect(refused).to.be.instanceOf(Contention);
    held.resolve();
    await Promise.all(waiting);
  });
});
