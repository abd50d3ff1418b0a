import { expect } from 'chai';
import * as fc from 'fast-check';
import { after, days, hours, minutes, seconds, type Duration } from '../../src/domain/duration.js';
import type { PresentedGeneration } from '../../src/domain/session/auth-session.js';
import { ada, at, graceId, phone, policy, session, start, tokens } from '../support/people.js';

const justAfter = (moment: Date) => new Date(moment.getTime() + 1);
const token = (generation: number, genuine = true): PresentedGeneration => ({ generation, genuine });
const owner = () => ada([phone()]);
const patient = { ...policy, sessionIdle: days(9), sessionLife: days(9), mfaAge: days(9) };

describe('A refresh token', () => {
  it('is used up by its use, and slides the idle end', () => {
    const [user, open] = [owner(), session(owner())];
    expect(open.rotate(user, token(0), at(minutes(5)), policy)).to.equal('rotated');
    expect(open.snapshot()).to.deep.include({
      generation: 1,
      rotatedAt: at(minutes(5)),
      idleUntil: after(at(minutes(5)), hours(1)),
    });
    expect(open.rotate(user, token(1), at(minutes(10)), policy)).to.equal('rotated');
  });

  it('[F02] [F04] gives the same successor for ten seconds, and changes nothing by that', () => {
    const [user, open] = [owner(), session(owner())];
    open.rotate(user, token(0), start, policy);
    const before = open.snapshot();
    for (const now of [start, at(seconds(5)), at(seconds(10))]) {
      expect(open.rotate(user, token(0), now, policy)).to.equal('repeated');
    }
    expect(open.snapshot()).to.equal(before);
    expect(open.view(ada(), at(seconds(10)), policy).accessUntil, 'counted from the rotation').to.deep.equal(
      at(minutes(5)),
    );
  });

  it('[F01] ends the session when it comes again after the grace', () => {
    const [user, open] = [owner(), session(owner())];
    open.rotate(user, token(0), start, policy);
    expect(open.rotate(user, token(0), justAfter(at(seconds(10))), policy)).to.equal('reused');
    expect(open.snapshot().revoked).to.include({ why: 'secret-reused' });
    expect(open.rotate(user, token(1), at(seconds(11)), policy), 'for the honest holder too').to.equal('closed');
  });

  it('[F01] ends the session at once when it is older than the last', () => {
    const [user, open] = [owner(), session(owner())];
    open.rotate(user, token(0), start, policy);
    open.rotate(user, token(1), start, policy);
    expect(open.rotate(user, token(0), start, policy)).to.equal('reused');
  });

  it('changes nothing where its secret does not compute: a session id is public', () => {
    const [user, open] = [owner(), session(owner())];
    open.rotate(user, token(0), start, policy);
    open.rotate(user, token(1), start, policy);
    const before = open.snapshot();
    for (const presented of [token(0, false), token(1, false), token(2, false), token(3), token(3, false)]) {
      expect(open.rotate(user, presented, start, policy)).to.equal('closed');
    }
    expect(open.snapshot()).to.equal(before);
  });

  it('[F05] is dead for a disabled user and under another epoch, and ends nothing by that', () => {
    for (const changes of [{ status: 'disabled' }, { epoch: 1 }, { id: graceId }] as const) {
      const open = session(owner());
      const before = open.snapshot();
      expect(open.rotate(ada([phone()], changes), token(0), start, policy)).to.equal('closed');
      expect(open.snapshot()).to.equal(before);
    }
  });

  it('is not used up while something is due', () => {
    const old = session(owner(), tokens, start, patient);
    const later = justAfter(at(hours(12)));
    const aged = { ...patient, mfaAge: hours(12) };
    expect(old.rotate(owner(), token(0), later, aged)).to.equal('mfa-due');
    expect(old.snapshot().generation).to.equal(0);
    expect(old.rotate(owner(), token(0), at(hours(12)), aged), 'at twelve hours it still counts').to.equal('rotated');

    const plain = session(ada());
    expect(plain.rotate(owner(), token(0), start, policy), 'a factor is enrolled by now').to.equal('mfa-due');
    expect(plain.rotate(ada(), token(0), start, { ...policy, mfa: 'required' })).to.equal('enrolment-due');
    expect(plain.rotate(ada(), token(0), start, policy)).to.equal('rotated');
  });

  it('is told reused before anything is said to be due', () => {
    const open = session(owner(), tokens, start, patient);
    open.rotate(owner(), token(0), start, patient);
    expect(open.rotate(owner(), token(0), at(days(1)), { ...patient, mfaAge: hours(12) })).to.equal('reused');
  });

  it('[F07] never changes what was proven, nor when', () => {
    const [user, open] = [owner(), session(owner())];
    const before = open.view(ada(), start, policy);
    open.rotate(user, token(0), at(minutes(30)), policy);
    const now = open.view(ada(), at(minutes(30)), policy);
    expect(now.authenticatedAt).to.deep.equal(before.authenticatedAt);
    expect([now.proofs, now.assurance, now.id]).to.deep.equal([before.proofs, before.assurance, before.id]);
  });

  it('[F01] [F02] never forks: one successor a generation, and an old one is the end', () => {
    const use = fc.record({
      generation: fc.integer({ min: 0, max: 6 }),
      genuine: fc.boolean(),
      wait: fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 600_000 })),
    });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 60 }), (uses) => {
        const [user, open] = [owner(), session(owner(), tokens, start, patient)];
        const successors = new Map<number, number>();
        let now = start;
        for (const { generation, genuine, wait } of uses) {
          now = after(now, wait as Duration);
          const before = open.snapshot();
          const result = open.rotate(user, { generation, genuine }, now, patient);
          const { generation: current, revoked } = open.snapshot();
          if (result === 'rotated' || result === 'repeated') {
            expect(successors.get(generation) ?? current).to.equal(current);
            expect([before.revoked, current]).to.deep.equal([undefined, generation + 1]);
            successors.set(generation, current);
          }
          if (result === 'rotated') expect(before.generation).to.equal(generation);
          else expect(current).to.equal(before.generation);
          if (result === 'reused') expect(revoked).not.to.equal(undefined);
          if (result === 'closed') expect(open.snapshot()).to.equal(before);
        }
      }),
      { numRuns: 200 },
    );
  });
});
