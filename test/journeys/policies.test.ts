import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import type { Member } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import { scratch, type Scratch } from '../support/postgres.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { kinds, password, sessionOf, straightTo, Visitor, type Kind } from '../support/visitor.js';

describe('What an operator decides about second factors', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let database: Scratch;
  const houses: Partial<Record<'off' | 'optional' | 'required', Running>> = {};
  before(async () => {
    database = await scratch();
    for (const mfa of ['off', 'optional', 'required'] as const)
      houses[mfa] = await service({ DATABASE_URL: database.url, MFA: mfa }, { instead: { clock } });
  });
  after(async () => {
    for (const house of Object.values(houses)) await house.close();
    await database.close();
  });

  const under = (mfa: keyof typeof houses, email = `${randomUUID()}@example.org`, kind: Kind = 'TOKEN') =>
    new Visitor(straightTo(houses[mfa] ?? expect.fail()), email, kind);
  /** With what the other holds, in a house of another policy over the same database. */
  const moved = (to: keyof typeof houses, from: Visitor) => from.twin(straightTo(houses[to] ?? expect.fail()));

  for (const kind of kinds) {
    it(`required: a password alone can only enrol, and confirming signs in (${kind})`, async () => {
      const ada = await under('required', undefined, kind).register();
      const due = await ada.logIn();
      expect([ada.status, due.__typename]).to.deep.equal([202, 'MfaEnrolmentRequired']);
      expect(due['factors']).to.deep.equal(['TOTP']);
      const enrolmentToken = due['enrolmentToken'] as string;

      const half = moved('required', ada);
      half.tokens = { accessToken: enrolmentToken, refreshToken: enrolmentToken };
      expect(await half.me()).to.equal(null);
      expect(await half.kindOf(say.refreshSession, { refreshToken: enrolmentToken })).to.equal('SessionEnded');
      expect((await half.verify('123456', enrolmentToken)).__typename).to.equal('ChallengeClosed');
      for (const query of [say.regenerateBackupCodes, say.disableMfa])
        expect(await half.kindOf(query)).to.equal('SessionEnded');
      expect(await half.kindOf(say.stepUp, { password })).to.equal('SessionEnded');
      expect(await ada.kindOf(say.confirmTotp, { enrolmentToken, code: '123456' })).to.equal('EnrolmentNotFound');

      const phone = await ada.scan({ enrolmentToken });
      const early = await ada.one(say.confirmTotp, { enrolmentToken, code: phone.codeAt(1) });
      expect(early).to.include({ __typename: 'InvalidCode', attemptsLeft: 4 });
      const confirmed = await ada.one(say.confirmTotp, { enrolmentToken, code: phone.code(clock.now()) });
      expect(confirmed['backupCodes']).to.have.length(10);
      expect(sessionOf(confirmed)).to.deep.include({ assurance: 'AAL2', amr: ['pwd', 'otp', 'mfa'], credential: kind });
      expect(await ada.me()).to.include({ email: ada.email, mfaEnabled: true });
      expect(await ada.kindOf(say.confirmTotp, { enrolmentToken, code: phone.code(clock.now()) }), 'once').not.to.equal(
        'FactorConfirmed',
      );

      // The last one stays.
      const { id } = confirmed['factor'] as Member;
      const stays = { __typename: 'NotAllowed', reason: 'REQUIRED_BY_POLICY' };
      expect(await ada.one(say.removeFactor, { id })).to.include(stays);
      expect(await ada.one(say.disableMfa)).to.include(stays);
      await ada.one(say.logout);
      expect(await ada.logIn()).to.include({ __typename: 'MfaRequired' });
      clock.advance(seconds(30));
    });
  }

  it('required: the enrolment token of a cookie login is nothing without its cookie', async () => {
    const ada = await under('required', undefined, 'COOKIE').register();
    const { enrolmentToken } = await ada.logIn();
    const thief = under('required', ada.email, 'COOKIE');
    expect(await thief.kindOf(say.enrolTotp, { enrolmentToken })).to.equal('SessionEnded');
    expect(await ada.kindOf(say.enrolTotp, { enrolmentToken })).to.equal('TotpEnrolment');
  });

  it('required: a session that was opened with less is not refreshed before its user has enrolled', async () => {
    const ada = await under('optional').register();
    const session = sessionOf(await ada.logIn());
    const strict = moved('required', ada);
    const { refreshToken } = ada;
    const due = await strict.refresh(refreshToken);
    expect([strict.status, due.__typename]).to.deep.equal([200, 'MfaEnrolmentRequired']);
    const { enrolmentToken } = due;
    const { uri } = await strict.one(say.enrolTotp, { enrolmentToken });
    const code = Phone.scan(uri as string).code(clock.now());
    const confirmed = await strict.one(say.confirmTotp, { enrolmentToken, code });
    expect(sessionOf(confirmed)).to.include({ assurance: 'AAL2' }).and.not.include({ id: session['id'] });
    expect(await ada.me(), 'the session that was raised is over').to.equal(null);
  });

  it('required: eight characters are a password, where otherwise fifteen are', async () => {
    const input = { email: `${randomUUID()}@example.org`, password: 'eightchr' };
    expect(await under('optional').one(say.register, input)).to.include({ problem: 'TOO_SHORT' });
    expect(await under('required').kindOf(say.register, input)).to.equal('RegistrationAccepted');
  });

  it('off: nobody is asked and nobody can enrol; what is enrolled waits', async () => {
    const ada = await under('optional').register();
    await ada.signIn();
    const { phone } = await ada.enrol(clock.now());
    const relaxed = await under('off', ada.email).signIn();
    expect(await relaxed.session()).to.deep.include({ assurance: 'AAL1', amr: ['pwd'] });
    expect(await relaxed.one(say.enrolTotp)).to.include({ __typename: 'NotAllowed', reason: 'FORBIDDEN_BY_POLICY' });
    expect((await relaxed.refresh()).__typename).to.equal('Authenticated');

    // Asked again from now on: what was opened with less is not refreshed, and not used up.
    clock.advance(seconds(30));
    const { refreshToken } = relaxed;
    const strict = moved('optional', relaxed);
    const due = await strict.refresh(refreshToken);
    expect(due.__typename).to.equal('MfaRequired');
    expect((await relaxed.refresh(refreshToken)).__typename, 'the token is whole').to.equal('Authenticated');
    const verified = await strict.verify(phone.code(clock.now()), due['challengeToken'] as string);
    expect(sessionOf(verified)).to.deep.include({ assurance: 'AAL2', amr: ['pwd', 'otp', 'mfa'] });
  });

  it('closed registration makes no account, and says so', async () => {
    const closed = await service({ REGISTRATION: 'closed' });
    const input = { email: 'ada@example.org', password };
    const refused = await new Visitor(straightTo(closed), input.email).one(say.register, input);
    expect(refused).to.include({ __typename: 'NotAllowed', reason: 'REGISTRATION_CLOSED' });
    expect((await closed.pool.query('select from users')).rowCount).to.equal(0);
    await closed.close();
  });
});
