import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { Chores } from '../../../src/adapters/node/chores.js';
import type { Duration } from '../../../src/domain/duration.js';

const every = 30 as Duration;

describe('Chores', () => {
  it('are done again and again, and at once again where there is more', async () => {
    const chores = new Chores(() => undefined);
    let steps = 0;
    chores.begin('sweep', 60_000 as Duration, async () => false);
    chores.begin('relay', every, async () => (steps += 1) < 5);
    await pause(250);
    await chores.end();
    expect(steps).to.be.at.least(5);
    const done = steps;
    await pause(100);
    expect(steps).to.equal(done);
  });

  it('are one step at a time, and the last one is waited for', async () => {
    const chores = new Chores(() => undefined);
    let [under, most, finished] = [0, 0, 0];
    chores.begin('slow', 1 as Duration, async () => {
      most = Math.max(most, (under += 1));
      await pause(40);
      under -= 1;
      finished += 1;
      return false;
    });
    await pause(60);
    await chores.end();
    expect([most, under]).to.deep.equal([1, 0]);
    expect(finished).to.be.at.least(1);
  });

  it('go on after a failure, and say so once for each row of failures', async () => {
    const troubles: unknown[] = [];
    const chores = new Chores((name, error) => troubles.push([name, (error as Error).message]));
    let step = 0;
    let enough: (() => void) | undefined;
    const done = new Promise<void>((resolve) => (enough = resolve));
    chores.begin('relay', 5 as Duration, async () => {
      step += 1;
      if (step === 8) enough?.();
      if (step !== 4 && step < 7) throw new Error(`step ${step}`);
      return false;
    });
    await done;
    await chores.end();
    expect(troubles).to.deep.equal([
      ['relay', 'step 1'],
      ['relay', 'step 5'],
    ]);
  });
});
