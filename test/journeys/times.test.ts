import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { hours, minutes, seconds } from '../../src/domain/duration.js';
import type { Member } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { password, sessionOf, straightTo, Visitor, type Kind } from '../support/visitor.js';

describe('As time passes', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({ SESSION_IDLE: '20h' }, { instead: { clock } });
  });
  after(() => running.close());

  const newcomer = async (kind: Kind = 'TOKEN') => {
    const visitor = new Visitor(straightTo(running), `${randomUUID()}@example.org`, kind);
    await visitor.register();
    return visitor.signIn();
  };

  it('a code that confirmed an enrolment does not sign in within the same step; the next one does', async () => {
    const ada = await newcomer();
    const { phone } = await ada.enrol(clock.now());
    const { challengeToken } = await ada.logIn();
    const used = await ada.verify(phone.code(clock.now()), challengeToken as string);
    expect(used).to.include({ __typename: 'InvalidCode', attemptsLeft: 4 });
    const nextCodeAt = new Date(used['nextCodeAt'] as string);
    expect(nextCodeAt.getTime() - clock.now().getTime()).to.equal(seconds(20));
    clock.advance(seconds(20));
    expect(clock.now()).to.deep.equal(nextCodeAt);
    const next = await ada.verify(phone.code(clock.now()), challengeToken as string);
    expect(next.__typename).to.equal('Authenticated');
    clock.advance(seconds(20));
  });

  it('an old second-factor proof stops a refresh, which uses up nothing and works again once it is proven', async () => {
    const ada = await newcomer();
    const { phone } = await ada.enrol(clock.now());
    clock.advance(hours(12));
    const { refreshToken } = ada;
    expect(sessionOf(await ada.refresh(refreshToken))).to.include({ assurance: 'AAL2' });
    const renewed = ada.refreshToken;
    clock.advance(seconds(30));
    const due = await ada.refresh(renewed);
    expect([ada.status, due.__typename]).to.deep.equal([200, 'MfaRequired']);
    // Asked twice, and given up once: the token is not used up.
    expect((await ada.refresh(renewed)).__typename).to.equal('MfaRequired');
    expect(await ada.session()).to.deep.include({ assurance: 'AAL1', mfaVerified: false, amr: ['pwd'] });
    const verified = await ada.verify(phone.code(clock.now()), due['challengeToken'] as string);
    expect(sessionOf(verified)).to.include({ assurance: 'AAL2', mfaVerified: true });
    expect((await ada.refresh(renewed)).__typename, 'the raised session took its place').to.equal('SessionEnded');
    expect((await ada.refresh()).__typename).to.equal('Authenticated');
  });

  it('an old second-factor proof makes a cookie session one of one factor, until it is proven again', async () => {
    const ada = await newcomer('COOKIE');
    const { phone } = await ada.enrol(clock.now());
    clock.advance(hours(12));
    expect(await ada.session()).to.include({ assurance: 'AAL2', mfaVerified: true });
    clock.advance(seconds(30));
    expect(await ada.session()).to.deep.include({ assurance: 'AAL1', mfaVerified: false, amr: ['pwd'] });
    await ada.one(say.stepUp, {});
    expect(sessionOf(await ada.verify(phone.code(clock.now())))).to.include({ assurance: 'AAL2' });
    expect(await ada.session()).to.include({ assurance: 'AAL2', mfaVerified: true });
    clock.advance(hours(12));
    expect(await ada.me(), 'no step-up moves the end').to.equal(null);
  });

  it('whatever changes factors wants the second factor again after five minutes', async () => {
    const ada = await newcomer('COOKIE');
    const { phone, confirmed } = await ada.enrol(clock.now());
    const { id } = confirmed['factor'] as Member;
    const required = { __typename: 'StepUpRequired', requiredAssurance: 'AAL2', maxAge: 300 };
    clock.advance(minutes(5));
    expect(await ada.kindOf(say.enrolTotp)).to.equal('TotpEnrolment');
    clock.advance(seconds(1));
    const demanding: readonly (readonly [string, Record<string, unknown>?])[] = [
      [say.enrolTotp],
      [say.regenerateBackupCodes],
      [say.removeFactor, { id }],
      [say.disableMfa],
    ];
    for (const [query, input] of demanding) expect(await ada.one(query, input)).to.deep.include(required);
    // The password is no substitute where a second factor is enrolled.
    expect(await ada.kindOf(say.stepUp, { assurance: 'AAL1', password })).to.equal('MfaRequired');
    expect((await ada.verify(phone.code(clock.now()))).__typename).to.equal('Authenticated');
    for (const [query, input] of demanding.slice(0, 2))
      expect(await ada.one(query, input)).not.to.deep.include(required);
  });

  it('enrolling wants the password again after five minutes where it is all there is', async () => {
    const ada = await newcomer('COOKIE');
    clock.advance(minutes(5.1));
    expect(await ada.one(say.enrolTotp)).to.deep.include({
      __typename: 'StepUpRequired',
      requiredAssurance: 'AAL1',
      maxAge: 300,
    });
    expect(await ada.one(say.stepUp, { password })).to.include({ __typename: 'NotAllowed', reason: 'NO_FACTOR' });
    expect(await ada.kindOf(say.stepUp, { assurance: 'AAL1' })).to.equal('InvalidCredentials');
    expect(await ada.kindOf(say.stepUp, { assurance: 'AAL1', password: 'wrong' })).to.equal('InvalidCredentials');
    const raised = await ada.one(say.stepUp, { assurance: 'AAL1', password });
    expect(sessionOf(raised)).to.include({ assurance: 'AAL1', authenticatedAt: clock.now().toISOString() });
    expect((await ada.enrol(clock.now())).confirmed.__typename).to.equal('FactorConfirmed');
  });

  it('a challenge and an enrolment end', async () => {
    const ada = await newcomer();
    const pending = await ada.scan();
    clock.advance(minutes(10));
    await ada.refresh();
    expect(await ada.kindOf(say.confirmTotp, { code: pending.code(clock.now()) })).to.equal('EnrolmentNotFound');
    await ada.one(say.stepUp, { assurance: 'AAL1', password });
    const { phone } = await ada.enrol(clock.now());
    clock.advance(seconds(30));
    const { challengeToken, expiresAt } = await ada.logIn();
    expect(new Date(expiresAt as string).getTime() - clock.now().getTime()).to.equal(minutes(5));
    clock.advance(minutes(5));
    expect((await ada.verify(phone.code(clock.now()), challengeToken as string)).__typename).to.equal(
      'ChallengeClosed',
    );
    await ada.signInWith(phone, clock.now());
  });
});
