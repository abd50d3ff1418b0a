import { expect } from 'chai';
import type { SessionId } from '../../src/domain/ids.js';
import type { Answer } from '../../src/domain/mfa/factors.js';
import type { SecondFactors } from '../../src/domain/ports/second-factor.js';
import { MfaChallenge } from '../../src/domain/mfa/mfa-challenge.js';
import { AuthSession } from '../../src/domain/session/auth-session.js';
import { Authentication, PartialAuthentication } from '../../src/domain/session/authentication.js';
import { ada, adaId, authenticated, halfWay, issue, phone, policy, start, tokens } from '../support/people.js';

const shape = { userId: adaId, epoch: 0, proofs: [] };
const open = (by: Authentication) => AuthSession.open('s' as SessionId, by, tokens, undefined, start, policy);

// [B02] Compiled with the tests and never run: were one of these to become legal, the build would fail at its directive.
export const impossible = [
  // @ts-expect-error what has the shape of evidence is no evidence
  () => open({ ...shape, isComplete: () => true }),
  // @ts-expect-error a copy of evidence is no evidence: what is spread may be changed
  () => open({ ...authenticated(ada()), epoch: 7 }),
  // @ts-expect-error half of the evidence opens nothing
  () => open(halfWay(ada([phone()]))),
  // @ts-expect-error a user is no evidence
  () => open(ada()),
  // @ts-expect-error nobody but the aggregates makes evidence
  () => new Authentication(adaId, 0, []),
  // @ts-expect-error nor half of it
  () => new PartialAuthentication(adaId, 0, []),
  // @ts-expect-error nobody inherits it either
  () => class extends Authentication {},
  // @ts-expect-error a challenge is put to somebody who has proven something
  () => MfaChallenge.issue(issue, shape, start, policy),
  // @ts-expect-error whole evidence owes no challenge
  () => MfaChallenge.issue(issue, authenticated(ada()), start, policy),
  // @ts-expect-error a kind of factor without its verifier is no set of factors
  (): SecondFactors => ({}),
  // @ts-expect-error no answer is of a kind that has no verifier
  (): Answer => ({ kind: 'passkey', code: '' }),
];

describe('Evidence', () => {
  it('[B02] opens a session when an aggregate made it', () => {
    expect(open(authenticated(ada())).userId).to.equal(adaId);
    expect(authenticated(ada())).to.be.instanceOf(Authentication);
  });

  it('tells whole from half where types no longer do', () => {
    expect(authenticated(ada([phone()])).isComplete()).to.equal(true);
    expect(halfWay(ada([phone()])).isComplete()).to.equal(false);
    const forged: object = { ...shape, isComplete: Authentication.prototype.isComplete };
    expect(() => Reflect.apply(Authentication.prototype.isComplete, forged, [])).to.throw(TypeError);
  });
});
