import { expect } from 'chai';
import * as fc from 'fast-check';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Digest } from '../../src/domain/ids.js';
import type { FactorKind, Mark } from '../../src/domain/mfa/factors.js';
import { MfaChallenge } from '../../src/domain/mfa/mfa-challenge.js';
import {
  ada,
  adaId,
  at,
  challenge,
  code,
  factorPool,
  graceId,
  issue,
  passwordPool,
  phone,
  policy,
  right,
  sheet,
  start,
  step,
} from '../support/people.js';

const owner = () => ada([phone(), sheet()]);
const answer = (
  asked: MfaChallenge,
  user: ReturnType<typeof ada>,
  mark: Mark | undefined,
  {
    kind = mark?.kind ?? 'totp',
    now = start,
    pool = factorPool(kind),
  }: Partial<{ kind: FactorKind; now: Date; pool: ReturnType<typeof factorPool> }> = {},
) => asked.answer(user, pool, kind, mark, now, policy);
const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

describe('A challenge', () => {
  it('is issued for five minutes and five wrong answers, with what was proven so far', () => {
    const asked = challenge(owner());
    expect(asked.snapshot()).to.deep.include({
      userId: adaId,
      epoch: 0,
      proofs: [{ factor: 'password', at: start, enrolmentId: undefined }],
      attemptsLeft: 5,
      expiresAt: at(minutes(5)),
      passedAt: undefined,
    });
    const offer = ['totp', 'backup-code'];
    expect(asked.releaseEvents()).to.deep.equal([
      { type: 'mfa.challenged', userId: adaId, challengeId: issue.id, offer },
    ]);
  });

  it('passes with a right answer, and says what has now been proven', () => {
    const [user, asked] = [owner(), challenge(owner())];
    const passed = answer(asked, user, step(7), { now: at(minutes(1)) });
    if (passed.kind !== 'passed') expect.fail(passed.kind);
    expect(passed.authentication).to.deep.include({ userId: adaId, epoch: 0 });
    expect(passed.authentication.proofs).to.deep.equal([
      { factor: 'password', at: start, enrolmentId: undefined },
      { factor: 'totp', at: at(minutes(1)), enrolmentId: 'phone' },
    ]);
    expect(asked.snapshot().passedAt).to.deep.equal(at(minutes(1)));
    expect(asked.releaseEvents().at(-1)).to.deep.equal({ type: 'mfa.passed', userId: adaId, kind: 'totp' });
  });

  it('[B07] passes once, with another right answer neither', () => {
    const [user, asked] = [owner(), challenge(owner())];
    expect(answer(asked, user, step(7)).kind).to.equal('passed');
    for (const mark of [step(7), step(8), code(1)]) {
      expect(answer(asked, user, mark)).to.deep.equal({ kind: 'closed' });
    }
    expect(user.spend(code(1), start), 'a closed challenge spends nothing').to.equal('spent');
  });

  it('[A08] refuses a step that another challenge has spent, as any wrong answer, and the facts know', () => {
    const user = owner();
    const [one, other] = [challenge(user), challenge(user)];
    expect(answer(one, user, step(7)).kind).to.equal('passed');
    other.releaseEvents();
    expect(answer(other, user, step(7))).to.deep.equal({ kind: 'refused', attemptsLeft: 4 });
    const why = 'already-used';
    expect(other.releaseEvents()).to.deep.equal([{ type: 'mfa.refused', userId: adaId, kind: 'totp', why }]);
  });

  it('[A01] closes with the fifth wrong answer, and the right one comes too late', () => {
    const [user, asked, pool] = [owner(), challenge(owner()), factorPool()];
    const left = Array.from({ length: 5 }, () => answer(asked, user, undefined, { pool })).map(
      (each) => each.kind === 'refused' && each.attemptsLeft,
    );
    expect(left).to.deep.equal([4, 3, 2, 1, 0]);
    expect(pool.snapshot().consecutive).to.equal(5);
    expect(answer(asked, user, step(7))).to.deep.equal({ kind: 'closed' });
    expect(answer(asked, user, step(7), { now: at(minutes(1)) })).to.deep.equal({ kind: 'closed' });
  });

  it('passes with the last attempt', () => {
    const [user, asked] = [owner(), challenge(owner())];
    for (let wrong = 0; wrong < 4; wrong++) answer(asked, user, undefined);
    expect(answer(asked, user, step(7)).kind).to.equal('passed');
  });

  it('is open until the moment it expires, and not at that moment', () => {
    const user = owner();
    const end = at(minutes(5));
    expect(answer(challenge(user), user, step(7), { now: justBefore(end) }).kind).to.equal('passed');
    expect(answer(challenge(user), user, step(8), { now: end })).to.deep.equal({ kind: 'closed' });
  });

  it('[B14] is closed for a user who was disabled, or whose epoch moved on, when it is answered', () => {
    for (const change of ['disable', 'signOutEverywhere'] as const) {
      const [user, asked] = [owner(), challenge(owner())];
      user[change]();
      const before = asked.snapshot();
      expect(answer(asked, user, step(7))).to.deep.equal({ kind: 'closed' });
      expect(asked.snapshot()).to.equal(before);
    }
  });

  it('[C02] is closed for anybody but its own user', () => {
    const grace = ada([phone()], { id: graceId });
    expect(answer(challenge(owner()), grace, step(7))).to.deep.equal({ kind: 'closed' });
    expect(grace.spend(step(7), start)).to.equal('spent');
  });

  it('[B11] takes no kind it did not offer, and no mark of another kind than was said', () => {
    const [user, asked, pool] = [owner(), challenge(owner(), { offer: ['totp'] }), factorPool()];
    expect(answer(asked, user, code(1), { pool })).to.deep.equal({ kind: 'refused', attemptsLeft: 4 });
    expect(pool.snapshot().consecutive, 'nothing was judged').to.equal(0);
    const why = 'not-offered';
    expect(asked.releaseEvents().at(-1)).to.deep.equal({
      type: 'mfa.refused',
      userId: adaId,
      kind: 'backup-code',
      why,
    });
    expect(answer(asked, user, code(1), { kind: 'totp', pool })).to.deep.equal({ kind: 'refused', attemptsLeft: 3 });
    expect(user.spend(code(1), start), 'and nothing was spent').to.equal('spent');
  });

  it('does not judge while the pool bars: no attempt is used and no mark is spent', () => {
    const [user, asked, pool] = [owner(), challenge(owner()), factorPool()];
    for (let wrong = 0; wrong < 5; wrong++) pool.fail(start, policy);
    const before = [asked.snapshot(), pool.snapshot(), user.snapshot()];
    for (const mark of [step(7), undefined]) {
      expect(answer(asked, user, mark, { pool })).to.deep.equal({ kind: 'barred', retryAt: at(seconds(1)) });
    }
    expect([asked.snapshot(), pool.snapshot(), user.snapshot()]).to.deep.equal(before);
    expect(answer(asked, user, step(7), { pool, now: at(seconds(1)) }).kind).to.equal('passed');
  });

  it('[A04] [A05] counts wrong answers on the user: a fresh challenge, or the password again, is no fresh budget', () => {
    const [user, pool, passwords] = [owner(), factorPool(), passwordPool()];
    for (let login = 0; login < 2; login++) {
      const asked = challenge(user);
      for (let wrong = 0; wrong < 4; wrong++) answer(asked, user, undefined, { pool });
      user.signIn(right, passwords, start, policy);
    }
    // The fourth of the second challenge was not judged any more.
    expect(pool.snapshot().consecutive).to.equal(5);
    expect(answer(challenge(user), user, step(7), { pool }).kind).to.equal('barred');
  });

  it('forgets the wrong answers of its kind when one is right, and of no other', () => {
    const [user, codes, sheets] = [owner(), factorPool(), factorPool('backup-code')];
    const asked = challenge(user);
    answer(asked, user, undefined, { pool: codes });
    answer(asked, user, undefined, { kind: 'backup-code', pool: sheets });
    answer(asked, user, step(7), { pool: codes });
    expect([codes, sheets].map((pool) => pool.snapshot().consecutive)).to.deep.equal([0, 1]);
  });

  it('[B10] is held by whoever has both halves of its secret', () => {
    const [secret, binding, other] = ['secret', 'browser', 'other'] as Digest[];
    const bound = challenge(owner(), { binding });
    const free = challenge(owner());
    const held = (asked: MfaChallenge, one: Digest | undefined, two: Digest | undefined) =>
      one && asked.heldBy(one, two);
    expect(held(bound, secret, binding)).to.equal(true);
    expect(held(free, secret, undefined)).to.equal(true);
    for (const [one, two] of [
      [secret, undefined],
      [secret, other],
      [other, binding],
      [binding, secret],
    ]) {
      expect(held(bound, one, two)).to.equal(false);
    }
    expect(held(free, secret, binding)).to.equal(false);
  });

  it('shows its client neither secret nor user nor proofs', () => {
    expect(Object.keys(challenge(owner()).view()).sort()).to.deep.equal([
      'attemptsLeft',
      'credential',
      'expiresAt',
      'id',
      'issuedAt',
      'offer',
      'purpose',
    ]);
  });

  it('is closed at once when it is dropped, and stays as it was when it was over', () => {
    const [user, asked] = [owner(), challenge(owner())];
    asked.drop(at(minutes(1)));
    expect(answer(asked, user, step(7), { now: at(minutes(1)) })).to.deep.equal({ kind: 'closed' });
    const dropped = asked.snapshot();
    asked.drop(at(minutes(2)));
    expect(asked.snapshot()).to.equal(dropped);
  });

  it('is the same challenge once it was stored', () => {
    const [user, asked] = [owner(), challenge(owner())];
    answer(asked, user, undefined);
    const again = MfaChallenge.restore(asked.snapshot());
    expect(answer(again, user, undefined)).to.deep.equal({ kind: 'refused', attemptsLeft: 3 });
  });

  it('[A01] [B07] judges at most five wrong answers and passes at most once, whatever comes in whatever order', () => {
    const marks = fc.oneof(
      fc.constant(undefined),
      fc.integer({ min: 0, max: 4 }).map((number) => step(number)),
      fc.integer({ min: 0, max: 11 }).map((number) => code(number)),
    );
    const answers = fc.array(fc.tuple(marks, fc.integer({ min: 0, max: 90 })), { maxLength: 40 });
    fc.assert(
      fc.property(answers, (given) => {
        const [user, asked] = [owner(), challenge(owner())];
        const pools = { totp: factorPool(), 'backup-code': factorPool('backup-code') };
        let [now, wrong, passes] = [start, 0, 0];
        for (const [mark, wait] of given) {
          now = new Date(now.getTime() + wait * 1000);
          const before = asked.snapshot();
          const kind = mark?.kind ?? 'totp';
          const result = answer(asked, user, mark, { kind, now, pool: pools[kind] });
          if (result.kind === 'refused') wrong += 1;
          if (result.kind === 'passed') passes += 1;
          if (result.kind === 'passed' || result.kind === 'refused') expect(now < at(minutes(5))).to.equal(true);
          expect(asked.snapshot().attemptsLeft).to.equal(5 - wrong);
          if (result.kind === 'closed' || result.kind === 'barred') expect(asked.snapshot()).to.equal(before);
        }
        expect(wrong).to.be.at.most(5);
        expect(passes).to.be.at.most(1);
      }),
      { numRuns: 200 },
    );
  });
});
