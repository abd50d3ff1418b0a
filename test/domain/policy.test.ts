import { expect } from 'chai';
import { after, days, hours, minutes, type Duration } from '../../src/domain/duration.js';
import type { AuthPolicy } from '../../src/domain/policy.js';
import { adaId, factorPool, policy, start } from '../support/people.js';

/** Wrong second factors that are judged within a span, of an attacker who has the password and never tires. */
function judgedWithin(span: Duration, by: AuthPolicy, ownerSignsIn: boolean): number {
  const pool = factorPool();
  const end = after(start, span);
  let judged = 0;
  for (let now = start; now < end;) {
    const barred = pool.barred(now, by);
    if (barred && !barred.retryAt) return judged;
    if (barred?.retryAt) {
      now = barred.retryAt;
      continue;
    }
    pool.fail(now, by, adaId);
    judged += 1;
    // The kindest owner for an attacker: one who signs in after every guess, so that no row ever grows.
    if (ownerSignsIn) pool.succeed(now);
  }
  return judged;
}

/** RFC 4226 §6: s · v / 10^digits. Two steps are accepted (T and T−1), of every authenticator the user has. */
const chance = (guesses: number, authenticators: number): number => (2 * authenticators * guesses) / 1e6;
const year = days(365);

describe('The policy', () => {
  it('keeps a year of guessing below one in four hundred, at the worst a user can set up', () => {
    // HOTP-08. 30 guesses in any 30 days are 390 a year; three authenticators accept six codes at a time.
    const guesses = judgedWithin(year, policy, true);
    expect(guesses).to.equal(390);
    expect(chance(guesses, policy.authenticators)).to.be.below(1 / 400);
    expect(chance(guesses, 1)).to.be.below(1 / 1000);
  });

  it('lets nobody guess more than fifty times in a row, and closes for good', () => {
    const guesses = judgedWithin(days(3650), policy, false);
    expect(guesses).to.equal(50);
    expect(chance(guesses, 1)).to.be.at.most(1e-4);
    expect(chance(guesses, policy.authenticators)).to.be.at.most(3e-4);
  });

  it('judges few guesses in a quarter of an hour', () => {
    expect(judgedWithin(minutes(15), policy, false)).to.be.at.most(15);
  });

  it('would notice a limit that is too kind', () => {
    const kinder = judgedWithin(year, { ...policy, factorFailures: 300 }, true);
    expect(chance(kinder, 1)).to.be.above(1 / 400);
    expect(judgedWithin(year, { ...policy, failuresToClose: 1000, factorFailures: 1e6 }, false)).to.be.above(900);
  });

  it('stays inside what the standards allow', () => {
    expect(policy.failuresToClose).to.be.at.most(100); // SP 800-63B-4 §3.2.2
    expect(policy.passwordAlone).to.be.at.least(15); // SP 800-63B-4 §3.1.1.2
    expect(policy.passwordWithMfa).to.be.at.least(8);
    expect(policy.sessionIdle).to.be.at.most(hours(1)); // SP 800-63B-4 §2.2.3
    expect(policy.sessionLife).to.be.at.most(hours(24));
    expect(policy.challengeLife).to.be.at.most(minutes(10)); // ASVS 6.5.5
    expect(policy.enrolmentLife).to.be.at.most(minutes(10));
  });

  it('remembers a pool for at least as long as its failures count', () => {
    expect(policy.poolMemory).to.be.at.least(policy.factorFailureWindow);
    expect(policy.factorFailures).to.be.below(policy.failuresToClose);
    expect(policy.mfaAge).to.be.at.least(policy.freshness);
    expect(policy.seenStep).to.be.below(policy.sessionIdle);
    expect(policy.refreshGrace).to.be.below(policy.accessTokenLife);
  });
});
