import { expect } from 'chai';
import { days, hours } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { anId } from '../../src/testing/builders.js';
import { codeIn } from '../support/mailed.js';
import { other, Scene } from '../support/recovery-scene.js';
import { password } from '../support/stage.js';

describe('“This was not me”', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.stage.world.close());

  it('ends every session, needs a new password, has a link for it mailed, and opens nothing itself', async () => {
    const name = await scene.person({ totp: true });
    const [one, two] = [await scene.stage.signIn(name), await scene.stage.signIn(name, 'cookie')];
    await scene.change(two);
    const code = await scene.notMe(name, 'password-changed');
    scene.stage.world.clock.advance(days(6));
    expect(await scene.secure(code)).to.deep.equal({ status: 'secured' });
    expect([await scene.isLive(one), await scene.isLive(two)]).to.deep.equal([false, false]);
    for (const each of [password, other]) expect(await scene.logIn(name, each)).to.include({ status: 'denied' });
    const next = new Secret('a third password, long and quiet');
    expect(await scene.reset(await scene.code(name, 'reset-asked'), next)).to.deep.equal({ status: 'reset' });
    expect(await scene.logIn(name, next)).to.include({ status: 'mfa-required' });
    expect(await scene.secure(code)).to.deep.equal({ status: 'refused' });
  });

  it('still works after whoever took the account over has changed something more', async () => {
    const name = await scene.person({ totp: true });
    await scene.change(await scene.stage.signIn(name));
    const code = await scene.notMe(name, 'password-changed');
    await scene.stage.change((await scene.stage.userOf(name)).id, (user) => user.disableMfa([]));
    expect(await scene.secure(code)).to.deep.equal({ status: 'secured' });
  });

  it('stops after a week, and for whoever reads the mail of an address that the account has left', async () => {
    const name = await scene.person();
    await scene.change(await scene.stage.signIn(name));
    const code = await scene.notMe(name, 'password-changed');
    const moved = anId();
    const outcome = await scene.logIn(name, other);
    if (outcome.status !== 'signed-in') return expect.fail(outcome.status);
    await scene.move(outcome.signedIn, moved);
    await scene.confirm(await scene.code(moved, 'confirm-new-address'));
    expect(await scene.secure(code)).to.deep.equal({ status: 'refused' });
    const undo = await scene.notMe(name, 'address-changed');
    scene.stage.world.clock.advance(days(7));
    expect(await scene.secure(undo)).to.deep.equal({ status: 'refused' });
  });

  it('ends what somebody began with a password that they guessed, where strangers closed it', async () => {
    const strict = await Scene.open({ policy: { failuresToClose: 3 } });
    const name = await strict.person();
    const thief = await strict.stage.signIn(name);
    for (let time = 0; time < 3; time += 1) await strict.logIn(name, other);
    expect(await strict.secure(await strict.notMe(name, 'pool-closed'))).to.deep.equal({ status: 'secured' });
    expect(await strict.isLive(thief)).to.equal(false);
    expect(await strict.reset(await strict.code(name, 'reset-asked'))).to.deep.equal({ status: 'reset' });
    expect(await strict.logIn(name, other), 'a new password opens it').to.include({ status: 'signed-in' });
    await strict.stage.world.close();
  });

  it('has its link mailed whatever strangers asked for before, whose links end with the rest', async () => {
    const name = await scene.person();
    await scene.change(await scene.stage.signIn(name));
    for (let time = 0; time < 9; time += 1) await scene.ask(name);
    const former = await scene.code(name, 'reset-asked');
    expect(await scene.secure(await scene.notMe(name, 'password-changed'))).to.deep.equal({ status: 'secured' });
    expect(await scene.reset(former)).to.deep.equal({ status: 'refused' });
    expect(await scene.reset(await scene.code(name, 'reset-asked'))).to.deep.equal({ status: 'reset' });
  });

  it('is one link of one notice, however often it is told', async () => {
    const name = await scene.person();
    await scene.change(await scene.stage.signIn(name));
    const { about } = await scene.mailed(name, 'password-changed');
    const code = (await scene.notMe(name, 'password-changed')).reveal();
    expect(code.startsWith(`${about}.`)).to.equal(true);
  });
});

describe('A password that strangers closed', () => {
  it('is opened by its owner’s mail, three times a day at most, and no second factor with it', async () => {
    const scene = await Scene.open({ policy: { failuresToClose: 3, freeFailures: 10 } });
    const name = await scene.person({ totp: true });
    const close = async () => {
      for (let time = 0; time < 3; time += 1) await scene.logIn(name, other);
    };
    const codes: string[] = [];
    for (let time = 0; time < 5; time += 1) {
      await close();
      expect(await scene.logIn(name)).to.deep.equal({ status: 'too-many-attempts', retryAt: undefined });
      const code = await scene.code(name, 'pool-closed');
      const { notMe, link } = await scene.mailed(name, 'pool-closed');
      expect(link?.reveal()).to.include('/open-pool?');
      expect(notMe?.reveal()).to.include('/not-me?');
      expect(await scene.reopen(codeIn(notMe)), 'each link for its own purpose').to.deep.equal({ status: 'refused' });
      expect(await scene.reopen(code)).to.include({ status: codes.includes(code.reveal()) ? 'refused' : 'reopened' });
      codes.push(code.reveal());
      scene.stage.world.clock.advance(hours(1));
    }
    expect(new Set(codes)).to.have.property('size', 3);
    expect(await scene.logIn(name)).to.include({ status: 'too-many-attempts' });
    // A new password opens it as well.
    await scene.ask(name);
    expect(await scene.reset(await scene.code(name, 'reset-asked'))).to.include({ status: 'reset' });
    expect(await scene.logIn(name, other)).to.include({ status: 'mfa-required' });
    await scene.stage.world.close();
  });
});
