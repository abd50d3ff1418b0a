import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { UserId } from '../../src/domain/ids.js';
import type { PasswordHash } from '../../src/domain/user/password.js';
import { User } from '../../src/domain/user/user.js';
import { userView } from '../../src/domain/user/user-view.js';
import {
  ada,
  adaId,
  at,
  authenticated,
  challenge,
  code,
  hash,
  passwordPool,
  phone,
  policy,
  right,
  session,
  sheet,
  start,
  step,
  wrong,
} from '../support/people.js';

const signIn = (user: User, check = right, by = policy, pool = passwordPool()) => user.signIn(check, pool, start, by);
const facts = (user: User) => user.releaseEvents();

describe('A user', () => {
  it('begins active, with no factor, and with a fact', () => {
    const { email } = ada().snapshot();
    const user = User.register('new' as UserId, email, hash, start);
    expect(user.snapshot()).to.include({ status: 'active', epoch: 0, pending: undefined, registeredAt: start });
    expect(facts(user)).to.deep.equal([{ type: 'user.registered', userId: 'new' }]);
  });

  describe('signing in', () => {
    it('is signed in by the password where no second factor is due', () => {
      const step = signIn(ada());
      expect(step.kind).to.equal('authenticated');
      const { proofs, userId, epoch } = authenticated(ada([], { epoch: 3 }));
      expect({ userId, epoch }).to.deep.equal({ userId: adaId, epoch: 3 });
      expect(proofs).to.deep.equal([{ factor: 'password', at: start, enrolmentId: undefined }]);
    });

    it('is asked for a second factor where one is enrolled, and offered the sheet while codes are left', () => {
      const offer = (user: User) => {
        const step = signIn(user);
        return step.kind === 'second-factor' ? step.offer : step.kind;
      };
      expect(offer(ada([phone()]))).to.deep.equal(['totp']);
      expect(offer(ada([phone(), sheet()]))).to.deep.equal(['totp', 'backup-code']);
      expect(offer(ada([phone(), sheet(0)]))).to.deep.equal(['totp']);
      // A sheet without an authenticator is worth nothing.
      expect(offer(ada([sheet()]))).to.equal('authenticated');
    });

    it('is asked for what the policy says: nobody where it is off, everybody where it is required', () => {
      expect(signIn(ada([phone()]), right, { ...policy, mfa: 'off' }).kind).to.equal('authenticated');
      expect(signIn(ada([phone()]), right, { ...policy, mfa: 'required' }).kind).to.equal('second-factor');
      expect(signIn(ada(), right, { ...policy, mfa: 'required' }).kind).to.equal('enrolment');
      expect(signIn(ada([sheet()]), right, { ...policy, mfa: 'required' }).kind).to.equal('enrolment');
    });

    it('is refused alike for a wrong password, a closed account and a password changed meanwhile, and the facts know why', () => {
      const stale = { matches: true, against: 'the former hash' as PasswordHash };
      const nobody = { matches: true, against: undefined };
      const cases = [
        [ada(), wrong, 'wrong-password'],
        [ada([], { status: 'disabled' }), right, 'disabled'],
        [ada(), stale, 'stale-check'],
        [ada(), nobody, 'stale-check'],
      ] as const;
      for (const [user, check, why] of cases) {
        const pool = passwordPool();
        expect(signIn(user, check, policy, pool)).to.deep.equal({ kind: 'refused' });
        expect(facts(user)).to.deep.equal([{ type: 'sign-in.refused', userId: adaId, why }]);
        expect(pool.snapshot().consecutive).to.equal(1);
      }
    });

    it('is not judged while the pool waits: a right password is refused like a wrong one, and nothing is written', () => {
      for (const check of [right, wrong]) {
        const pool = passwordPool();
        for (let failed = 0; failed < 5; failed++) pool.fail(start, policy);
        const before = pool.snapshot();
        const user = ada();
        expect(signIn(user, check, policy, pool)).to.deep.equal({ kind: 'barred', retryAt: at(seconds(1)) });
        expect(facts(user)).to.deep.equal([]);
        expect(pool.snapshot()).to.equal(before);
      }
    });

    it('[A04] resets the password’s pool by a completed sign-in, never by a right password with a factor still due', () => {
      const counted = (user: User, by = policy) => {
        const pool = passwordPool();
        for (let failed = 0; failed < 4; failed++) pool.fail(start, policy);
        signIn(user, right, by, pool);
        return pool.snapshot().consecutive;
      };
      expect(counted(ada())).to.equal(0);
      expect(counted(ada([phone()]))).to.equal(4);
      expect(counted(ada(), { ...policy, mfa: 'required' })).to.equal(4);
    });
  });

  describe('spending a mark', () => {
    it('[A08] accepts a step once, and no step before it ever', () => {
      const user = ada([phone()]);
      expect(user.spend(step(100), start)).to.equal('spent');
      for (const number of [100, 99, 1, 0, -1]) expect(user.spend(step(number), start)).to.equal('already-used');
      expect(user.spend(step(101), start)).to.equal('spent');
    });

    it('accepts each code of the sheet once, and says how many are left', () => {
      const user = ada([phone(), sheet()]);
      expect(user.spend(code(3), start)).to.equal('spent');
      expect(user.spend(code(3), start)).to.equal('already-used');
      expect(user.spend(code(99), start)).to.equal('already-used');
      expect(facts(user)).to.deep.equal([{ type: 'backup-code.used', userId: adaId, left: 9 }]);
      expect(userView(user).backupCodesLeft).to.equal(9);
    });

    it('[C02] knows its own enrolments and nobody else’s', () => {
      expect(ada([phone()]).spend(step(1, 'the phone of grace'), start)).to.equal('not-enrolled');
      expect(ada([phone()]).spend(code(1), start)).to.equal('not-enrolled');
      expect(ada([phone(), sheet()]).spend(step(1, 'sheet'), start)).to.equal('already-used');
    });

    it('keeps the steps of two authenticators apart, and when each was used', () => {
      const user = ada([phone('phone'), phone('tablet')]);
      expect(user.spend(step(100, 'phone'), at(minutes(1)))).to.equal('spent');
      expect(user.spend(step(100, 'tablet'), at(minutes(2)))).to.equal('spent');
      expect(user.factors().map(({ lastUsedAt }) => lastUsedAt)).to.deep.equal([at(minutes(1)), at(minutes(2))]);
    });
  });

  describe('the epoch', () => {
    it('is raised by whatever must end all that was born before', () => {
      const raises: readonly ((user: User) => unknown)[] = [
        (user) => user.disable(),
        (user) => user.signOutEverywhere(),
        (user) => user.disableMfa([]),
        (user) => user.removeEnrolment(phone().id, [], start, policy),
      ];
      for (const raise of raises) {
        const user = ada([phone(), phone('tablet')]);
        raise(user);
        expect(user.epoch, String(raise)).to.equal(1);
      }
      const user = ada([], { status: 'disabled' });
      user.enable();
      expect(user.epoch).to.equal(1);
    });

    it('stays where nothing was lost: codes used or regenerated, sign-ins, a further refusal', () => {
      const user = ada([phone(), sheet()]);
      user.spend(code(1), start);
      user.spend(step(1), start);
      user.issueBackupCodes(sheet().id, sheet(), start);
      signIn(user);
      signIn(user, wrong);
      user.registeredAgain();
      user.enable();
      expect(user.epoch).to.equal(0);
    });

    it('[F05] ends sessions and challenges at once', () => {
      const user = ada([phone()]);
      const [open, asked] = [session(user), challenge(user)];
      expect([open.isLive(user, start), asked.isOpen(user, start)]).to.deep.equal([true, true]);
      user.signOutEverywhere();
      expect([open.isLive(user, start), asked.isOpen(user, start)]).to.deep.equal([false, false]);
    });
  });

  it('is disabled once, and enabled once', () => {
    const user = ada();
    for (const change of [() => user.disable(), () => user.disable(), () => user.enable(), () => user.enable()])
      change();
    expect(facts(user).map(({ type }) => type)).to.deep.equal(['user.disabled', 'user.enabled']);
  });

  it('leaves a fact when it signs out everywhere, and when somebody registers its address again', () => {
    const user = ada();
    user.signOutEverywhere();
    user.registeredAgain();
    expect(facts(user)).to.deep.equal([
      { type: 'signed-out.everywhere', userId: adaId },
      { type: 'registration.repeated', userId: adaId },
    ]);
  });

  it('shows neither hash nor seed nor codes', () => {
    const seen = JSON.stringify(userView(ada([phone(), sheet()])));
    expect(seen).to.include('Phone');
    for (const hidden of [hash, 'sealed', 'salt', 'code 1']) expect(seen).not.to.include(hidden);
  });
});
