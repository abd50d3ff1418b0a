import { expect } from 'chai';
import * as fc from 'fast-check';
import { after, days, hours, minutes, seconds, type Duration } from '../../src/domain/duration.js';
import type { Digest } from '../../src/domain/ids.js';
import { FailurePool, PoolKey } from '../../src/domain/throttle/failure-pool.js';
import { adaId, at, factorPool, graceId, passwordPool, policy, start } from '../support/people.js';

/** Fails as soon as the pool lets it, `times` times. Answers the moment of the last failure. */
function failing(pool: FailurePool, times: number, from = start): Date {
  let now = from;
  for (let failed = 0; failed < times; failed++) {
    const retryAt = pool.barred(now, policy)?.retryAt;
    if (retryAt && retryAt > now) now = retryAt;
    pool.fail(now, policy, adaId);
  }
  return now;
}

/** How long a wrong answer costs after this many in a row. */
function waitAfter(failures: number): number {
  const pool = passwordPool();
  const last = failing(pool, failures);
  return (pool.barred(last, policy)?.retryAt?.getTime() ?? last.getTime()) - last.getTime();
}

describe('A failure pool', () => {
  it('lets four wrong answers pass without waiting', () => {
    const pool = passwordPool();
    for (let failed = 0; failed < 4; failed++) {
      pool.fail(start, policy);
      expect(pool.barred(start, policy)).to.equal(undefined);
    }
    pool.fail(start, policy);
    expect(pool.barred(start, policy)).to.deep.equal({ retryAt: at(seconds(1)) });
  });

  it('doubles the wait with each further one, from one second to fifteen minutes', () => {
    const waits = Array.from({ length: 12 }, (_, n) => waitAfter(5 + n) / 1000);
    expect(waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(waitAfter(49)).to.equal(minutes(15));
  });

  it('opens again at the very moment it named', () => {
    const pool = passwordPool();
    const last = failing(pool, 8);
    const retryAt = after(last, seconds(8));
    expect(pool.barred(new Date(retryAt.getTime() - 1), policy)).to.deep.equal({ retryAt });
    expect(pool.barred(retryAt, policy)).to.equal(undefined);
  });

  it('closes at fifty in a row, and no waiting opens it', () => {
    const pool = passwordPool();
    const last = failing(pool, 49);
    expect(pool.barred(after(last, minutes(15)), policy)).to.equal(undefined);
    pool.fail(after(last, minutes(15)), policy, adaId);
    expect(pool.barred(after(last, days(3650)), policy)).to.deep.equal({ retryAt: undefined });
    expect(pool.releaseEvents()).to.deep.equal([{ type: 'pool.closed', kind: 'password', userId: adaId }]);
  });

  it('is not opened by a success that comes too late', () => {
    const pool = passwordPool();
    const last = failing(pool, 50);
    pool.succeed(after(last, hours(1)));
    expect(pool.barred(after(last, days(365)), policy)).to.deep.equal({ retryAt: undefined });
  });

  it('forgets what came in a row when an answer was right', () => {
    const pool = passwordPool();
    const last = failing(pool, 20);
    pool.succeed(after(last, hours(1)));
    expect(pool.snapshot()).to.include({ consecutive: 0, waitUntil: undefined });
    expect(pool.barred(after(last, hours(1)), policy)).to.equal(undefined);
  });

  it('does not change for a success where nothing was counted', () => {
    const pool = factorPool();
    const before = pool.snapshot();
    pool.succeed(at(hours(1)));
    expect(pool.snapshot()).to.equal(before);
  });

  it('takes at most 30 wrong second factors in 30 days, whatever succeeded between', () => {
    const pool = factorPool();
    for (let failed = 0; failed < 30; failed++) {
      const now = at(hours(failed));
      expect(pool.barred(now, policy)).to.equal(undefined);
      pool.fail(now, policy, adaId);
      pool.succeed(now);
    }
    // The first of them leaves the window thirty days after it was given, and makes room for one.
    expect(pool.barred(at(hours(30)), policy)).to.deep.equal({ retryAt: at(days(30)) });
    expect(pool.barred(new Date(at(days(30)).getTime() - 1), policy)).to.deep.equal({ retryAt: at(days(30)) });
    expect(pool.barred(at(days(30)), policy)).to.equal(undefined);
    pool.fail(at(days(30)), policy, adaId);
    expect(pool.barred(at(days(30)), policy)).to.deep.equal({ retryAt: after(at(days(30)), hours(1)) });
    expect(pool.snapshot().recent).to.have.length(30);
  });

  it('is emptied by an administrator, window and all, and says so; where nothing was counted it is not touched', () => {
    const pool = factorPool();
    pool.open(start, adaId);
    expect(pool.releaseEvents()).to.deep.equal([]);
    for (let failed = 0; failed < 30; failed++) {
      pool.fail(at(hours(failed)), policy, adaId);
      pool.succeed(at(hours(failed)));
    }
    pool.releaseEvents();
    expect(pool.barred(at(hours(30)), policy)).to.deep.equal({ retryAt: at(days(30)) });
    pool.open(at(hours(30)), adaId);
    expect(pool.barred(at(hours(30)), policy)).to.equal(undefined);
    expect(pool.snapshot().recent).to.deep.equal([]);
    expect(pool.releaseEvents()).to.deep.equal([{ type: 'pool.opened', kind: 'totp', userId: adaId }]);
  });

  it('names the later moment where the window and the wait both bar', () => {
    const pool = factorPool();
    const impatient = { ...policy, factorFailures: 5, factorFailureWindow: seconds(1) };
    for (let failed = 0; failed < 9; failed++) pool.fail(start, impatient);
    expect(pool.barred(start, impatient)).to.deep.equal({ retryAt: at(seconds(16)) });
  });

  it('remembers no moments of wrong passwords: those are counted in a row alone', () => {
    const pool = passwordPool();
    for (let failed = 0; failed < 40; failed++) {
      pool.fail(at(hours(failed)), policy);
      pool.succeed(at(hours(failed)));
    }
    expect(pool.snapshot().recent).to.deep.equal([]);
    expect(pool.barred(at(hours(40)), policy)).to.equal(undefined);
  });

  it('is of one kind and one person, or of one typed address', () => {
    expect(PoolKey.factor('totp', adaId)).not.to.equal(PoolKey.factor('backup-code', adaId));
    expect(PoolKey.factor('totp', adaId)).not.to.equal(PoolKey.factor('totp', graceId));
    const kinds = [PoolKey.password('x:y' as Digest), PoolKey.factor('backup-code', adaId)].map(PoolKey.kindOf);
    expect(kinds).to.deep.equal(['password', 'backup-code']);
  });

  it('is the same pool once it was stored', () => {
    const pool = factorPool();
    const last = failing(pool, 9);
    const again = FailurePool.restore(pool.snapshot());
    expect(again.barred(last, policy)).to.deep.equal(pool.barred(last, policy));
    expect(again.kind).to.equal('totp');
  });

  it('[A02] judges no more guesses than the limits allow, however they are timed', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: hours(6) }), { minLength: 150, maxLength: 150 });
    fc.assert(
      fc.property(pauses, fc.array(fc.nat(9), { minLength: 150, maxLength: 150 }), (waits, luck) => {
        const pool = factorPool();
        const judged: Date[] = [];
        let now = start;
        let row = 0;
        waits.forEach((wait, guess) => {
          now = after(now, wait as Duration);
          if (pool.barred(now, policy)) return;
          // Now and then the owner signs in, which must not be a new budget.
          if (luck[guess] === 0) {
            row = 0;
            return pool.succeed(now);
          }
          judged.push(now);
          row += 1;
          pool.fail(now, policy, adaId);
          expect(row).to.be.at.most(50);
        });
        for (const first of judged) {
          const inWindow = judged.filter((each) => each >= first && each < after(first, policy.factorFailureWindow));
          expect(inWindow.length).to.be.at.most(30);
        }
      }),
      { numRuns: 50 },
    );
  });
});
