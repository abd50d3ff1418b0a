import { expect } from 'chai';
import { Commit } from '../../src/adapters/postgres/commit.js';
import type { GuardedPart } from '../../src/adapters/postgres/part.js';

const commitOf = (...parts: readonly GuardedPart[]): Commit => {
  const commit = new Commit();
  for (const part of parts) commit.guard(part);
  return commit;
};

describe('A commit', () => {
  it('is personal where it locks rows of one person at most', () => {
    for (const parts of [[], ['user'], ['user=', 'pool', 'pool', 'challenge', 'session'], ['pool+']] as const)
      expect(commitOf(...parts).isPersonal, parts.join()).to.equal(true);
  });

  it('is not where it counts in a limit, which strangers share, or writes to several people', () => {
    for (const parts of [['limit'], ['user', 'pool', 'limit'], ['user=', 'user'], ['user', 'user', 'session']] as const)
      expect(commitOf(...parts).isPersonal, parts.join()).to.equal(false);
  });
});
