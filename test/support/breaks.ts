import { expect } from 'chai';
import { BrokenPromise, type Runner } from '../../src/testing/contract.js';
import { verdicts } from './verdicts.js';

/** The contract finds these promises broken at least, finds others kept, and names each that is broken. */
export async function breaks(promises: readonly string[], state: (runner: Runner) => void): Promise<void> {
  const all = await verdicts(state);
  const broken = all.filter(({ broken }) => broken !== undefined);
  expect(broken.map(({ promise }) => promise)).to.include.members([...promises]);
  expect(broken.length, 'not everything is broken').to.be.lessThan(all.length);
  for (const { promise, broken: found } of broken) {
    if (!(found instanceof BrokenPromise)) return expect.fail(`${promise}: ${String(found)}`);
    expect(found.message).to.include(promise).and.include('· mine breaks its promise');
    expect(found.cause).to.be.instanceOf(Error);
  }
}
