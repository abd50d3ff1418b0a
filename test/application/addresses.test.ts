import { expect } from 'chai';
import { hours, minutes } from '../../src/domain/duration.js';
import { anId } from '../../src/testing/builders.js';
import { other, Scene } from '../support/recovery-scene.js';

describe('An address that is changed', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.stage.world.close());

  it('[M08] is changed with a fresh proof by whoever reads the new one, and the former one hears of it', async () => {
    const [name, next] = [await scene.person(), anId()];
    const here = await scene.stage.signIn(name);
    expect(await scene.move(here, next)).to.deep.equal({ status: 'accepted', email: scene.to(next) });
    expect((await scene.stage.userOf(name)).id).to.equal(here.user.id);
    const code = await scene.code(next, 'confirm-new-address');
    expect(await scene.confirm(code)).to.deep.equal({ status: 'confirmed', email: scene.to(next) });
    expect((await scene.stage.userOf(next)).id).to.equal(here.user.id);
    expect(await scene.isLive(here)).to.equal(false);
    expect(await scene.confirm(code)).to.deep.equal({ status: 'refused' });
    expect(await scene.count(name, 'address-changed')).to.equal(1);
    expect(await scene.logIn(name)).to.include({ status: 'denied' });
    expect(await scene.logIn(next)).to.include({ status: 'signed-in' });
    const stale = await scene.stage.signIn(next);
    scene.stage.world.clock.advance(minutes(6));
    expect(await scene.move(stale, anId())).to.deep.equal({ status: 'stale-proof', requires: 'aal1', maxAge: 300 });
  });

  it('[M08] is taken back by its owner, from whoever changed it, and not by them from the owner', async () => {
    const [name, thief, hideout] = [await scene.person(), anId(), anId()];
    const stolen = await scene.stage.signIn(name);
    await scene.move(stolen, thief);
    await scene.confirm(await scene.code(thief, 'confirm-new-address'));
    // The thief moves on, to have a notice of their own.
    await scene.move(await scene.stage.signIn(thief), hideout);
    await scene.confirm(await scene.code(hideout, 'confirm-new-address'));
    expect((await scene.mailed(thief, 'address-changed')).notMe).to.equal(undefined);

    expect(await scene.secure(await scene.notMe(name, 'address-changed'))).to.deep.equal({ status: 'secured' });
    expect((await scene.stage.userOf(name)).id).to.equal(stolen.user.id);
    expect(await scene.logIn(name)).to.include({ status: 'denied' });
    expect(await scene.reset(await scene.code(name, 'reset-asked'))).to.deep.equal({ status: 'reset' });
    expect(await scene.logIn(name, other)).to.include({ status: 'signed-in' });
  });

  it('[I05] says the same of an address that somebody else has, who hears of it', async () => {
    const [name, owner] = [await scene.person(), await scene.person()];
    const here = await scene.stage.signIn(name);
    expect(await scene.move(here, owner)).to.deep.equal({ status: 'accepted', email: scene.to(owner) });
    expect(await scene.move(here, name)).to.deep.equal({ status: 'accepted', email: scene.to(name) });
    expect(await scene.count(owner, 'registration-repeated')).to.equal(1);
    expect(await scene.count(owner, 'confirm-new-address')).to.equal(0);
  });

  it('belongs to whoever confirms it first', async () => {
    const [one, two, wanted] = [await scene.person(), await scene.person(), anId()];
    await scene.move(await scene.stage.signIn(one), wanted);
    const first = await scene.code(wanted, 'confirm-new-address');
    await scene.move(await scene.stage.signIn(two), wanted);
    const second = await scene.code(wanted, 'confirm-new-address');
    const answers = await Promise.all([scene.confirm(first), scene.confirm(second)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal(['confirmed', 'refused']);
  });

  it('is not changed by a session that has ended, nor to what is no address', async () => {
    const name = await scene.person();
    const here = await scene.stage.signIn(name);
    const { changeAddress } = scene.stage.useCases;
    const wrong = { viewer: here, email: 'no address', client: scene.somewhere() };
    expect(await changeAddress.execute(wrong)).to.deep.equal({ status: 'email-rejected' });
    await scene.stage.change(here.user.id, (user) => user.signOutEverywhere());
    expect(await scene.move(here, anId())).to.deep.equal({ status: 'ended' });
  });
});

describe('Where addresses are verified', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open({ env: { VERIFY_ADDRESS: 'on' } });
  });
  after(() => scene.stage.world.close());

  it('[I05] an account is made by the mail that comes back, and the answer says nothing of it', async () => {
    const name = anId();
    const facts = await scene.stage.facts(async () => {
      expect(await scene.register(name)).to.deep.equal({ status: 'accepted', email: scene.to(name) });
    });
    expect(facts).to.deep.equal(['link.issued']);
    expect(await scene.logIn(name, other)).to.deep.equal({ status: 'denied' });
    const code = await scene.code(name, 'confirm-address');
    expect(await scene.confirm(code)).to.deep.equal({ status: 'confirmed', email: scene.to(name) });
    expect((await scene.stage.userOf(name)).snapshot().emailVerifiedAt).to.deep.equal(scene.stage.now);
    expect(await scene.logIn(name)).to.include({ status: 'signed-in' });
    expect(await scene.confirm(code)).to.deep.equal({ status: 'refused' });
    expect(await scene.register(name, other)).to.deep.equal({ status: 'accepted', email: scene.to(name) });
    expect(await scene.logIn(name)).to.include({ status: 'signed-in' });
    expect(await scene.count(name, 'registration-repeated')).to.equal(1);
  });

  it('a login before that is denied, and whoever knows the password gets a fresh mail', async () => {
    const name = anId();
    await scene.register(name);
    const late = await scene.code(name, 'confirm-address');
    scene.stage.world.clock.advance(hours(2));
    expect(await scene.confirm(late)).to.deep.equal({ status: 'refused' });
    expect(await scene.logIn(name, other)).to.deep.equal({ status: 'denied' });
    expect(await scene.count(name, 'confirm-address')).to.equal(1);
    expect(await scene.logIn(name)).to.deep.equal({ status: 'denied' });
    expect(await scene.count(name, 'confirm-address')).to.equal(2);
    expect(await scene.confirm(await scene.code(name, 'confirm-address'))).to.include({ status: 'confirmed' });
    expect(await scene.logIn(name)).to.include({ status: 'signed-in' });
  });

  it('several may wish for one address, and it is made for whoever’s mail comes back', async () => {
    const name = anId();
    await scene.register(name);
    const first = await scene.code(name, 'confirm-address');
    await scene.register(name, other);
    const second = await scene.code(name, 'confirm-address');
    expect(await scene.confirm(first)).to.include({ status: 'confirmed' });
    expect(await scene.confirm(second)).to.deep.equal({ status: 'refused' });
    expect(await scene.logIn(name, other)).to.include({ status: 'denied' });
    expect(await scene.logIn(name)).to.include({ status: 'signed-in' });
  });

  it('nobody’s mailbox is flooded, by registering or by logging in', async () => {
    const name = anId();
    for (let time = 0; time < 10; time += 1) expect(await scene.register(name)).to.include({ status: 'accepted' });
    for (let time = 0; time < 4; time += 1) await scene.logIn(name);
    expect(await scene.count(name, 'confirm-address')).to.equal(5);
  });

  it('a reset keeps the factors of whoever has shown that the address is theirs', async () => {
    const name = anId();
    await scene.register(name);
    await scene.confirm(await scene.code(name, 'confirm-address'));
    expect((await scene.stage.userOf(name)).snapshot().emailVerifiedAt).not.to.equal(undefined);
  });
});
