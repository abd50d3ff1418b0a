import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import type { MfaChallenge } from '../../src/domain/mfa/mfa-challenge.js';
import {
  ada,
  adaId,
  at,
  authenticated,
  challenge,
  code,
  factorPool,
  graceId,
  halfWay,
  issue,
  phone,
  policy,
  sheet,
  start,
  step,
} from '../support/people.js';

describe('An enrolment challenge', () => {
  const owner = () => ada([phone(), sheet()]);
  const required = { ...policy, mfa: 'required' } as const;
  const due = (user = ada()) => challenge(user, { purpose: 'enrolment', offer: [] }, start, required);

  it('[B05] is passed by no code, only by the factor that was due', () => {
    const [user, asked] = [owner(), due()];
    for (const mark of [step(7), code(1), undefined]) {
      expect(asked.answer(user, factorPool(), mark?.kind ?? 'totp', mark, start, policy)).to.deep.equal({
        kind: 'closed',
      });
    }
    expect(asked.releaseEvents()).to.deep.equal([
      { type: 'mfa.enrolment-demanded', userId: adaId, challengeId: issue.id },
    ]);
  });

  it('passes once, when its user has enrolled', () => {
    const asked = due();
    asked.enrolled(ada([phone()], { epoch: 1 }), authenticated(ada()), at(minutes(1)));
    expect(asked.snapshot().passedAt).to.deep.equal(at(minutes(1)));
    expect(asked.isOpen(ada(), at(minutes(1)))).to.equal(false);
  });

  it('passes for nobody else, not twice, not too late, and not where a code was asked for', () => {
    const evidence = authenticated(ada());
    const twice = due();
    twice.enrolled(ada(), evidence, start);
    const cases: readonly (readonly [MfaChallenge, ReturnType<typeof ada>, Date])[] = [
      [due(), ada([], { id: graceId }), start],
      [twice, ada(), start],
      [due(), ada(), at(minutes(5))],
      [challenge(owner()), owner(), start],
    ];
    for (const [asked, user, now] of cases) {
      const before = asked.snapshot();
      expect(() => asked.enrolled(user, evidence, now)).to.throw();
      expect(asked.snapshot()).to.equal(before);
    }
  });

  it('is issued with what the password has proven', () => {
    expect(due().snapshot().proofs).to.deep.equal(halfWay(ada(), start, required).proofs);
  });
});
