import { expect } from 'chai';
import { aWorld } from '../../src/testing/world.js';
import * as say from '../support/operations.js';

const wish = { scope: 'deploy', days: 30 };

describe('A machine token, and what it is exchanged for', () => {
  it('[D08] open no door of ours but the one where it is exchanged', async () => {
    await using world = await aWorld().withUser('ada', { totp: true });
    const ada = await world.signIn('ada');
    const exchange = (token: string) => world.caller().one(say.exchangeMachineToken, { input: { token } });
    const token = String((await ada.one(say.createMachineToken, { input: wish }))['token']);
    const access = String((await exchange(token))['accessToken']);
    expect((await exchange(access)).__typename).to.equal('InvalidMachineToken');
    expect((await exchange(String(ada.bearer))).__typename).to.equal('InvalidMachineToken');
    for (const shown of [token, access]) {
      const robot = world.caller();
      robot.bearer = shown;
      expect((await robot.ask(say.me)).data?.['me']).to.equal(null);
      expect((await robot.one(say.refreshSession, { input: { refreshToken: shown } })).__typename).to.equal(
        'SessionEnded',
      );
      const answer = { factor: 'TOTP', code: world.phoneOf('ada').code(), challengeToken: shown };
      expect((await robot.one(say.verifyMfa, { input: answer })).__typename).to.equal('ChallengeClosed');
      const enrolment = await robot.one(say.enrolTotp, { input: { enrolmentToken: shown } });
      expect(enrolment.__typename).to.equal('SessionEnded');
      for (const [query, input] of [
        [say.stepUp, {}],
        [say.regenerateBackupCodes, undefined],
        [say.disableMfa, undefined],
        [say.removeFactor, { id: 'x' }],
        [say.renameFactor, { id: 'x', label: 'x' }],
        [say.revokeSession, { id: 'x' }],
        [say.setLanguage, { language: 'DE' }],
        [say.createMachineToken, wish],
        [say.revokeMachineToken, { id: 'x' }],
        [say.createServiceAccount, {}],
        [say.removeServiceAccount, { id: 'x' }],
      ] as const)
        expect((await robot.one(query, { input })).__typename, query).to.equal('SessionEnded');
      const { sessionsEnded } = await robot.one(say.logout, { input: { everywhere: true } });
      expect(sessionsEnded).to.equal(0);
    }
    expect((await ada.ask(say.me)).data?.['me']).to.not.equal(null);
  });
});
