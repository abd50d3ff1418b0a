import { expect } from 'chai';
import { hours } from '../../src/domain/duration.js';
import type { UserId } from '../../src/domain/ids.js';
import { anId, client } from '../../src/testing/builders.js';
import { other, Scene } from '../support/recovery-scene.js';

const authority = { kind: 'operator' } as const;

describe('[C14] Factors that an administrator takes away', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.stage.world.close());

  const takeAway = (name: string) =>
    scene.stage.useCases.resetMfa.execute({ authority, whom: scene.stage.world.addressOf(name), client });
  /** People come back after days: limits and pools have forgotten. */
  const wait = (span: Parameters<typeof hours>[0]) => scene.stage.world.clock.advance(hours(span));

  it('go after three days, in which their owner hears of it, and nothing goes before', async () => {
    const name = await scene.person({ totp: true });
    const asked = await takeAway(name);
    const dueAt = new Date(scene.stage.now.getTime() + hours(72));
    expect(asked).to.deep.equal({ status: 'asked', dueAt });
    const { template, values } = await scene.mailed(name, 'administrator-reset');
    expect([template, values]).to.deep.equal(['administrator-reset', { due: dueAt }]);
    wait(71);
    expect(await scene.logIn(name)).to.include({ status: 'mfa-required' });
    expect(await takeAway(name)).to.deep.equal({ status: 'asked', dueAt });
    wait(1);
    const facts = await scene.stage.facts(async () => {
      expect(await scene.logIn(name, other)).to.include({ status: 'denied' });
      expect(await scene.logIn(name)).to.include({ status: 'signed-in' });
    });
    expect(facts).to.include.members(['mfa-reset.carried-out', 'factor.removed', 'mfa.disabled', 'session.opened']);
    expect((await scene.stage.userOf(name)).factors()).to.deep.equal([]);
  });

  it('stay where any second factor is used before, also after the time is over', async () => {
    for (const hour of [1, 73]) {
      const name = await scene.person({ totp: true });
      const pending = await scene.stage.challenged(name);
      await takeAway(name);
      const [code = ''] = scene.stage.world.backupCodesOf(name);
      if (hour < 72) {
        expect(await scene.stage.verify(pending, code, 'backup-code')).to.include({ status: 'signed-in' });
        wait(80);
      } else wait(hour);
      const outcome = await scene.logIn(name);
      expect(outcome).to.include({ status: hour < 72 ? 'mfa-required' : 'signed-in' });
    }
  });

  it('stay where their owner follows the link of the notice', async () => {
    const name = await scene.person({ totp: true });
    await takeAway(name);
    wait(70);
    expect(await scene.secure(await scene.notMe(name, 'administrator-reset'))).to.deep.equal({ status: 'secured' });
    await scene.reset(await scene.code(name, 'reset-asked'));
    wait(3);
    expect(await scene.logIn(name, other)).to.include({ status: 'mfa-required' });
  });

  it('are not those of somebody who has none, or is not there', async () => {
    expect(await takeAway(await scene.person())).to.deep.equal({ status: 'nothing-to-reset' });
    const nobody = { authority, whom: anId<UserId>(), client };
    expect(await scene.stage.useCases.resetMfa.execute(nobody)).to.deep.equal({ status: 'unknown' });
  });
});
