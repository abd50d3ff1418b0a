import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { other, Scene } from '../support/recovery-scene.js';
import { password } from '../support/stage.js';

describe('A password that is changed', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.stage.world.close());

  it('[E05] ends every other session and pending sign-in, and the session goes on under a new credential', async () => {
    const name = await scene.person();
    const [one, two] = [await scene.stage.signIn(name), await scene.stage.signIn(name, 'cookie')];
    const facts = await scene.stage.facts(async () => {
      const changed = await scene.change(one);
      if (changed.status !== 'changed') return expect.fail(changed.status);
      expect(changed.signedIn.session.id).not.to.equal(one.session.id);
      expect(await scene.isLive(changed.signedIn)).to.equal(true);
    });
    expect(facts).to.deep.equal(['password.changed', 'session.revoked: superseded', 'session.opened']);
    expect([await scene.isLive(one), await scene.isLive(two)]).to.deep.equal([false, false]);
    expect(await scene.logIn(name)).to.include({ status: 'denied' });
    expect(await scene.logIn(name, other)).to.include({ status: 'signed-in' });
    expect(await scene.count(name, 'password-changed')).to.equal(1);
  });

  it('[E05] ends a challenge that the former password posed', async () => {
    const name = await scene.person({ totp: true });
    const here = await scene.stage.signIn(name);
    const pending = await scene.stage.challenged(name);
    expect(await scene.change(here)).to.include({ status: 'changed' });
    expect(await scene.stage.verify(pending, scene.stage.world.phoneOf(name).code())).to.include({ status: 'closed' });
  });

  it('needs the current one: five wrong ones make a stranger of the device, whose guesses count like all others', async () => {
    const name = await scene.person();
    const here = await scene.stage.signIn(name);
    const guess = new Secret('a password that is wrong');
    const facts = await scene.stage.facts(async () => {
      for (let time = 0; time < 5; time += 1) expect(await scene.change(here, guess)).to.include({ status: 'denied' });
    });
    expect(facts.at(-1)).to.equal('device.revoked: failures');
    for (let time = 0; time < 5; time += 1) expect(await scene.change(here, guess)).to.include({ status: 'denied' });
    expect(await scene.change(here)).to.include({ status: 'too-many-attempts' });
    expect(await scene.logIn(name)).to.include({ status: 'too-many-attempts' });
    scene.stage.world.clock.advance(minutes(15));
    expect(await scene.change(here, new Secret('x'.repeat(2000)))).to.include({ status: 'denied' });
    scene.stage.world.clock.advance(minutes(15));
    expect(await scene.change(here)).to.include({ status: 'changed' });
  });

  it('is changed by its owner whatever strangers guess at the address', async () => {
    const name = await scene.person();
    const here = await scene.stage.signIn(name);
    for (let time = 0; time < 5; time += 1) await scene.logIn(name, new Secret('a password that is wrong'));
    expect(await scene.logIn(name)).to.include({ status: 'too-many-attempts' });
    expect(await scene.change(here)).to.include({ status: 'changed' });
  });

  it('needs a second factor that was proven just now, where there is one', async () => {
    const name = await scene.person({ totp: true });
    const here = await scene.stage.signIn(name);
    scene.stage.world.clock.advance(minutes(6));
    expect(await scene.change(here)).to.deep.equal({ status: 'stale-proof', requires: 'aal2', maxAge: 300 });
  });

  it('is not changed to a weak one, by a session that has ended, or while hashing has no place', async () => {
    const name = await scene.person();
    const here = await scene.stage.signIn(name);
    expect(await scene.change(here, password, new Secret('short'))).to.deep.equal({
      status: 'password-rejected',
      problem: 'too-short',
    });
    const retryAt = new Date(scene.stage.now.getTime() + seconds(1));
    scene.stage.busyUntil(retryAt);
    expect(await scene.change(here)).to.deep.equal({ status: 'too-many-attempts', retryAt });
    scene.stage.busyUntil(undefined);
    await scene.stage.change(here.user.id, (user) => user.signOutEverywhere());
    expect(await scene.change(here)).to.deep.equal({ status: 'ended' });
  });

  it('is not changed on the word of a password that a rival has changed meanwhile', async () => {
    const name = await scene.person();
    const [one, two] = [await scene.stage.signIn(name), await scene.stage.signIn(name)];
    scene.stage.meanwhile(() => scene.change(two));
    expect(await scene.change(one)).to.deep.equal({ status: 'ended' });
  });
});
