import { expect } from 'chai';
import { after, minutes, seconds } from '../../src/domain/duration.js';
import type { ChallengeId, EnrolmentId, SessionId } from '../../src/domain/ids.js';
import type { Mark } from '../../src/domain/mfa/factors.js';
import type { Proofs } from '../../src/domain/session/proof.js';
import type { Confirmation } from '../../src/domain/user/steps.js';
import type { User } from '../../src/domain/user/user.js';
import {
  ada,
  at,
  code,
  factorPool,
  passwordPool,
  phone,
  policy,
  right,
  seed,
  sheet,
  start,
  step,
} from '../support/people.js';

const here = 'here' as SessionId;
const elsewhere = 'elsewhere' as SessionId;
const fresh = 'new phone' as EnrolmentId;
const held: Proofs = [{ factor: 'password', at: start, enrolmentId: undefined }];

const begin = (user: User, now = start, by: SessionId | ChallengeId = here) =>
  user.beginEnrolment(fresh, seed, by, now, policy);
const confirm = (
  user: User,
  mark: Mark | undefined,
  changes: Partial<Confirmation> = {},
  now = start,
  pool = factorPool(),
) => user.confirmEnrolment({ by: here, label: 'New phone', mark, held, ...changes }, pool, now, policy);
const shown = (user: User, now = start) => confirm(user, step(7, fresh), {}, now);
const types = (user: User) => user.releaseEvents().map(({ type }) => type);

describe('An enrolment', () => {
  it('[A16] counts for nothing and disturbs nothing before it is confirmed', () => {
    const user = ada();
    expect(begin(user)).to.equal('begun');
    expect(user.factors()).to.deep.equal([]);
    expect(user.spend(step(7, fresh), start)).to.equal('not-enrolled');
    expect(user.signIn(right, passwordPool(), start, policy).kind).to.equal('authenticated');
    const owner = ada([phone()]);
    begin(owner);
    expect(owner.factors()).to.deep.equal([phone()]);
    expect(owner.spend(step(1), start)).to.equal('spent');
    expect([user.epoch, owner.epoch]).to.deep.equal([0, 0]);
  });

  it('counts from the code that confirmed it, which is spent by that', () => {
    const user = ada();
    begin(user);
    const confirmed = shown(user);
    if (confirmed.kind !== 'confirmed') expect.fail(confirmed.kind);
    expect(confirmed).to.include({ first: true });
    expect(confirmed.enrolment).to.include({ id: fresh, label: 'New phone', enrolledAt: start, lastStep: 7 });
    expect(confirmed.authentication.proofs).to.deep.equal([...held, { factor: 'totp', at: start, enrolmentId: fresh }]);
    expect(user.spend(step(7, fresh), start)).to.equal('already-used');
    expect(user.spend(step(8, fresh), start)).to.equal('spent');
    expect(types(user)).to.deep.equal(['factor.enrolled']);
  });

  it('ends all other sessions when it is the first, and none when it is a further one', () => {
    const [first, further] = [ada(), ada([phone()])];
    for (const user of [first, further]) begin(user);
    for (const user of [first, further]) shown(user);
    expect([first.epoch, further.epoch]).to.deep.equal([1, 0]);
    expect(further.factors().map(({ id }) => id)).to.deep.equal(['phone', fresh]);
  });

  it('answers with evidence under the new epoch, so that it opens a session that lives', () => {
    const user = ada();
    begin(user);
    const confirmed = shown(user);
    expect(confirmed.kind === 'confirmed' && confirmed.authentication.epoch).to.equal(user.epoch);
  });

  it('is confirmed by the session that began it, and by no other', () => {
    const user = ada();
    begin(user);
    const before = user.snapshot();
    expect(confirm(user, step(7, fresh), { by: elsewhere })).to.deep.equal({ kind: 'not-found' });
    expect(user.snapshot()).to.equal(before);
    expect(user.pendingOf(elsewhere, start)).to.equal(undefined);
  });

  it('is forgotten after ten minutes', () => {
    const end = at(minutes(10));
    const [soon, late] = [ada(), ada()];
    for (const user of [soon, late]) begin(user);
    expect(shown(soon, new Date(end.getTime() - 1)).kind).to.equal('confirmed');
    expect(shown(late, end).kind).to.equal('not-found');
    expect(late.factors()).to.deep.equal([]);
  });

  it('ends with the fifth wrong code, and the right one comes too late', () => {
    const user = ada();
    begin(user);
    const steps = Array.from({ length: 5 }, (_, n) => confirm(user, undefined, {}, at(seconds(n))));
    expect(steps.map((each) => each.kind === 'refused' && each.attemptsLeft)).to.deep.equal([4, 3, 2, 1, 0]);
    expect(shown(user, at(seconds(9)))).to.deep.equal({ kind: 'not-found' });
    expect(new Set(types(user))).to.deep.equal(new Set(['mfa.refused']));
  });

  it('[A07] counts wrong codes in the pool that a sign-in counts in, and waits with it', () => {
    const user = ada();
    begin(user);
    const pool = factorPool();
    for (let failed = 0; failed < 4; failed++) confirm(user, undefined, {}, start, pool);
    expect(pool.snapshot().consecutive).to.equal(4);
    pool.fail(start, policy);
    const before = user.snapshot();
    expect(confirm(user, step(7, fresh), {}, start, pool)).to.deep.equal({ kind: 'barred', retryAt: at(seconds(1)) });
    expect(user.snapshot()).to.equal(before);
    expect(confirm(user, step(7, fresh), {}, at(seconds(1)), pool).kind).to.equal('confirmed');
    expect(pool.snapshot().consecutive).to.equal(0);
  });

  it('takes no mark of another factor for its own', () => {
    for (const mark of [step(7, 'phone'), code(1), step(0, fresh)]) {
      const user = ada([phone(), sheet()]);
      begin(user);
      expect(confirm(user, mark).kind).to.equal('refused');
      expect(user.factors()).to.have.length(1);
      expect(user.spend(mark, start) === 'spent' || mark.enrolmentId === fresh, 'and spends none').to.equal(true);
    }
  });

  it('begins again by replacing what was pending', () => {
    const user = ada();
    begin(user);
    for (let failed = 0; failed < 3; failed++) confirm(user, undefined);
    begin(user, at(minutes(9)), elsewhere);
    expect(user.pendingOf(here, at(minutes(9)))).to.equal(undefined);
    expect(user.pendingOf(elsewhere, at(minutes(9)))).to.deep.include({
      attemptsLeft: 5,
      expiresAt: after(at(minutes(9)), minutes(10)),
    });
  });

  it('stops at three authenticators, when it begins and when it is confirmed', () => {
    const [two, three] = [ada([phone('1'), phone('2')]), ada([phone('1'), phone('2'), phone('3')])];
    expect([begin(two), begin(three)]).to.deep.equal(['begun', 'too-many']);
    const strict = { ...policy, authenticators: 2 };
    const confirmation = { by: here, label: '', mark: step(7, fresh), held };
    expect(two.confirmEnrolment(confirmation, factorPool(), start, strict).kind).to.equal('not-found');
  });

  it('is not to be had where MFA is off', () => {
    const off = { ...policy, mfa: 'off' } as const;
    expect(ada().beginEnrolment(fresh, seed, here, start, off)).to.equal('forbidden');
  });

  it('is dropped with the account', () => {
    const user = ada();
    begin(user);
    user.disable();
    expect(user.pendingOf(here, start)).to.equal(undefined);
  });
});

describe('Removing', () => {
  const proofs: Proofs = [
    ...held,
    { factor: 'totp', at: start, enrolmentId: phone().id },
    { factor: 'backup-code', at: start, enrolmentId: sheet().id },
  ];
  const proven = (by: { readonly proofs: Proofs } | undefined) => by?.proofs.map(({ factor }) => factor);

  it('an authenticator leaves the others and the sheet, and takes its own proof along', () => {
    const user = ada([phone(), phone('tablet'), sheet()]);
    const removed = user.removeEnrolment(phone().id, proofs, start, policy);
    if (removed.kind !== 'removed') expect.fail(removed.kind);
    expect(proven(removed.authentication)).to.deep.equal(['password', 'backup-code']);
    expect(removed.authentication.epoch).to.equal(1);
    expect(user.snapshot().enrolments.map(({ id }) => id)).to.deep.equal(['tablet', 'sheet']);
  });

  it('[L10] the last authenticator takes the sheet along', () => {
    const user = ada([phone(), sheet()]);
    const removed = user.removeEnrolment(phone().id, proofs, start, policy);
    expect(proven(removed.kind === 'removed' ? removed.authentication : undefined)).to.deep.equal(['password']);
    expect(user.snapshot().enrolments).to.deep.equal([]);
    expect(types(user)).to.deep.equal(['factor.removed', 'factor.removed', 'mfa.disabled']);
    expect(user.signIn(right, passwordPool(), start, policy).kind).to.equal('authenticated');
  });

  it('whatever was proven with MFA goes with it, also a code of a sheet that was renewed since', () => {
    const former: Proofs = [...held, { factor: 'backup-code', at: start, enrolmentId: 'former sheet' as EnrolmentId }];
    expect(proven(ada([phone(), sheet()]).disableMfa(former))).to.deep.equal(['password']);
    const removed = ada([phone(), sheet()]).removeEnrolment(phone().id, former, start, policy);
    expect(proven(removed.kind === 'removed' ? removed.authentication : undefined)).to.deep.equal(['password']);
  });

  it('[L10] the last authenticator is not removed where MFA is required', () => {
    const required = { ...policy, mfa: 'required' } as const;
    const user = ada([phone(), sheet()]);
    expect(user.removeEnrolment(phone().id, proofs, start, required)).to.deep.equal({ kind: 'required' });
    expect(user.epoch).to.equal(0);
    const two = ada([phone(), phone('tablet')]);
    expect(two.removeEnrolment(phone().id, proofs, start, required).kind).to.equal('removed');
  });

  it('[H11] knows the user’s own authenticators and nothing else: not the sheet, not a stranger’s', () => {
    for (const id of [sheet().id, 'the phone of grace' as EnrolmentId]) {
      const user = ada([phone(), sheet()]);
      expect(user.removeEnrolment(id, proofs, start, policy)).to.deep.equal({ kind: 'not-enrolled' });
      expect(user.epoch).to.equal(0);
    }
  });

  it('everything turns MFA off, and what was pending goes too', () => {
    const user = ada([phone(), phone('tablet'), sheet()]);
    begin(user);
    expect(proven(user.disableMfa(proofs))).to.deep.equal(['password']);
    expect(user.snapshot()).to.deep.include({ enrolments: [], pending: undefined, epoch: 1 });
    expect(types(user)).to.deep.equal(['factor.removed', 'factor.removed', 'factor.removed', 'mfa.disabled']);
  });

  it('[C05] an old sheet is worth nothing once a new one is issued', () => {
    const user = ada([phone(), sheet()]);
    user.issueBackupCodes('second sheet' as EnrolmentId, sheet(3), start);
    expect(user.spend(code(1), start)).to.equal('not-enrolled');
    expect(user.enrolments('backup-code').map(({ id, digests }) => [id, digests.length])).to.deep.equal([
      ['second sheet', 3],
    ]);
    expect(types(user)).to.deep.equal(['backup-codes.issued']);
  });
});
