import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../src/domain/duration.js';
import { hangUp, loseAnswer } from '../support/cut-off.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { kinds, straightTo, Visitor, type Kind } from '../support/visitor.js';

describe('An answer that is lost after the commit', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({}, { instead: { clock } });
  });
  after(() => running.close());

  const newcomer = async (kind: Kind = 'TOKEN') => {
    const ada = new Visitor(straightTo(running), `${randomUUID()}@example.org`, kind);
    await ada.register();
    return ada.signIn();
  };
  const openedFor = async ({ email }: Visitor) => {
    const { rows } = await running.pool.query<{ count: string }>(
      `select count(*) from facts where type = 'session.opened' and user_id = (select id from users where email = $1)`,
      [email],
    );
    return Number(rows[0]?.count);
  };

  for (const kind of kinds) {
    it(`to verifyMfa leaves no trap: the challenge is closed, the next code signs in (${kind})`, async () => {
      const ada = await newcomer(kind);
      const { phone } = await ada.enrol(clock.now());
      await ada.one(say.logout);
      clock.advance(seconds(30));
      const { challengeToken } = await ada.logIn();
      const input = { challengeToken, factor: 'TOTP', code: phone.code(clock.now()) };
      const opened = await openedFor(ada);
      await loseAnswer(running, ada, say.verifyMfa, input);
      expect(await openedFor(ada)).to.equal(opened + 1);
      expect(await ada.kindOf(say.verifyMfa, input)).to.equal('ChallengeClosed');
      expect(await openedFor(ada)).to.equal(opened + 1);

      const again = await ada.logIn();
      const refused = await ada.verify(input.code, again['challengeToken'] as string);
      expect(refused).to.include({ __typename: 'InvalidCode' });
      const nextCodeAt = new Date(refused['nextCodeAt'] as string);
      clock.advance(seconds((nextCodeAt.getTime() - clock.now().getTime()) / 1000));
      expect((await ada.verify(phone.code(clock.now()), again['challengeToken'] as string)).__typename).to.equal(
        'Authenticated',
      );
    });
  }

  it('to confirmTotp leaves no trap: the authenticator counts, and new backup codes can be had', async () => {
    const ada = await newcomer();
    const phone = await ada.scan();
    await loseAnswer(running, ada, say.confirmTotp, { code: phone.code(clock.now()) });
    expect(await ada.me(), 'the former credential is dead').to.equal(null);
    clock.advance(seconds(30));
    await ada.signInWith(phone, clock.now());
    expect(await ada.me()).to.include({ mfaEnabled: true, backupCodesLeft: 10 });
    expect((await ada.one(say.regenerateBackupCodes))['codes']).to.have.length(10);
  });

  it('to refreshSession leaves no trap: the same token gives the same successor', async () => {
    const ada = await newcomer();
    const { refreshToken } = ada;
    await loseAnswer(running, ada, say.refreshSession, { refreshToken });
    expect((await ada.refresh(refreshToken)).__typename).to.equal('Authenticated');
    expect((await ada.refresh()).__typename).to.equal('Authenticated');
  });

  it('to register leaves no trap: the account is there', async () => {
    const ada = new Visitor(straightTo(running), `${randomUUID()}@example.org`);
    await loseAnswer(running, ada, say.register, { email: ada.email, password: 'correct horse battery staple' });
    await ada.register();
    await ada.signIn();
  });

  it('for a client that hung up is carried out once, or not at all', async () => {
    const ada = await newcomer();
    const { phone } = await ada.enrol(clock.now());
    for (let round = 0; round < 3; round += 1) {
      clock.advance(seconds(30));
      const { challengeToken } = await ada.logIn();
      const input = { challengeToken, factor: 'TOTP', code: phone.code(clock.now()) };
      const [opened, requests] = [await openedFor(ada), running.logs.length];
      await hangUp(running, ada, say.verifyMfa, input);
      while (running.logs.length === requests) await pause(5);
      await pause(20);
      const retried = await ada.kindOf(say.verifyMfa, input);
      expect(retried).to.be.oneOf(['Authenticated', 'ChallengeClosed']);
      expect(await openedFor(ada)).to.equal(opened + 1);
    }
  });
});
