import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { anId, client } from '../../src/testing/builders.js';
import { other, Scene } from '../support/recovery-scene.js';

describe('A password that is reset', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.stage.world.close());

  it('[C07] [C08] opens no session and leaves the second factor on', async () => {
    const name = await scene.person({ totp: true });
    const here = await scene.stage.signIn(name);
    await scene.ask(name);
    const facts = await scene.stage.facts(async () => {
      expect(await scene.reset(await scene.code(name, 'reset-asked'))).to.deep.equal({ status: 'reset' });
    });
    expect(facts).to.deep.equal(['password.reset', 'link.spent']);
    expect(await scene.isLive(here)).to.equal(false);
    expect(await scene.logIn(name)).to.include({ status: 'denied' });
    expect(await scene.logIn(name, other)).to.include({ status: 'mfa-required' });
    expect(await scene.count(name, 'password-changed')).to.equal(1);
  });

  it('[E05] [E16] ends every session and every pending sign-in, and a challenge is no link, nor a link a challenge', async () => {
    const name = await scene.person({ totp: true });
    const pending = await scene.stage.challenged(name);
    await scene.ask(name);
    const code = await scene.code(name, 'reset-asked');
    expect(await scene.reset(new Secret(`${pending.id}.${pending.secret.reveal()}`))).to.deep.equal({
      status: 'refused',
    });
    const [id = '', secret = ''] = code.reveal().split('.');
    const asChallenge = { id: id as typeof pending.id, secret: new Secret(secret), binding: undefined };
    expect(await scene.stage.verify(asChallenge, '000000')).to.include({ status: 'closed' });
    expect(await scene.reset(code)).to.include({ status: 'reset' });
    expect(await scene.stage.verify(pending, scene.stage.world.phoneOf(name).code())).to.include({ status: 'closed' });
  });

  it('is reset once with a link, in time, with all of its code and for its own purpose', async () => {
    const name = await scene.person();
    await scene.ask(name);
    const code = await scene.code(name, 'reset-asked');
    const [id = '', secret = ''] = code.reveal().split('.');
    const wrong = [`${id}.${'A'.repeat(43)}`, `${anId()}.${secret}`, secret, id, '', `${code.reveal()}A`];
    for (const each of wrong) expect(await scene.reset(new Secret(each)), each).to.deep.equal({ status: 'refused' });
    expect(await scene.confirm(code)).to.deep.equal({ status: 'refused' });
    expect(await scene.secure(code)).to.deep.equal({ status: 'refused' });
    expect(await scene.reopen(code)).to.deep.equal({ status: 'refused' });
    const again = await Promise.all(Array.from({ length: 12 }, () => scene.reset(code)));
    expect(again.map(({ status }) => status).sort()).to.deep.equal([...Array(11).fill('refused'), 'reset']);
    await scene.ask(name);
    const late = await scene.code(name, 'reset-asked');
    scene.stage.world.clock.advance(minutes(30));
    expect(await scene.reset(late)).to.deep.equal({ status: 'refused' });
  });

  it('[C13] works with any of the links that were mailed, however many were asked for, and then with none', async () => {
    const name = await scene.person();
    await scene.ask(name);
    const first = await scene.code(name, 'reset-asked');
    for (let time = 0; time < 40; time += 1)
      expect(await scene.ask(name)).to.deep.equal({ status: 'accepted', email: scene.to(name) });
    expect(await scene.count(name, 'reset-asked')).to.equal(5);
    const last = await scene.code(name, 'reset-asked');
    expect(await scene.reset(first)).to.deep.equal({ status: 'reset' });
    expect(await scene.reset(last)).to.deep.equal({ status: 'refused' });
  });

  it('[C13] is mailed to its owner however long strangers ask for it: one link that works is always there', async () => {
    const name = await scene.person();
    let newest = '';
    for (let minute = 0; minute < 180; minute += 3) {
      // Strangers first, as often as they like; then its owner.
      for (let time = 0; time < 3; time += 1) await scene.ask(name);
      await scene.ask(name);
      newest = (await scene.code(name, 'reset-asked')).reveal();
      scene.stage.world.clock.advance(minutes(3));
    }
    // Of 240 that were asked for, no more than seven an hour.
    expect(await scene.count(name, 'reset-asked')).to.be.within(12, 3 * 7);
    scene.stage.world.clock.advance(minutes(11));
    expect(await scene.reset(new Secret(newest))).to.deep.equal({ status: 'reset' });
  });

  it('[C13] is asked for by one client so many times an hour, for whomever', async () => {
    const ask = () =>
      scene.stage.useCases.requestReset.execute({
        email: `${anId()}@example.org`,
        client: { ...client, address: '198.51.100.77' },
      });
    const answers: string[] = [];
    for (let time = 0; time < 25; time += 1) answers.push((await ask()).status);
    expect(answers.filter((each) => each === 'accepted')).to.have.length(20);
    expect(answers.slice(20)).to.deep.equal(Array(5).fill('too-many-attempts'));
  });

  it('[I05] says the same of an address that nobody has, and of a closed account, and mails nothing', async () => {
    const name = anId();
    expect(await scene.ask(name)).to.deep.equal({ status: 'accepted', email: scene.to(name) });
    const closed = await scene.person();
    await scene.stage.change((await scene.stage.userOf(closed)).id, (user) => user.disable());
    expect(await scene.ask(closed)).to.deep.equal({ status: 'accepted', email: scene.to(closed) });
    expect([await scene.count(name, 'reset-asked'), await scene.count(closed, 'reset-asked')]).to.deep.equal([0, 0]);
    expect(
      await scene.stage.useCases.requestReset.execute({ email: 'no address', client: scene.somewhere() }),
    ).to.deep.equal({ status: 'email-rejected' });
  });

  it('[C10] mails the address that is stored, however it is typed, and nothing that only looks like it', async () => {
    const name = await scene.person();
    const typed = [
      ` ${scene.to(name).toUpperCase()} `,
      `${scene.to(name)}\r\nbcc: thief@example.com`,
      `${scene.to(name)},thief@example.com`,
      `${scene.to(name)} thief@example.com`,
      scene.to(name).replace('e', 'е'), // Cyrillic
    ];
    const before = (await scene.stage.world.mail()).length;
    for (const email of typed) await scene.stage.useCases.requestReset.execute({ email, client: scene.somewhere() });
    const mail = (await scene.stage.world.mail()).slice(before);
    expect(mail.map(({ to }) => to)).to.deep.equal([scene.to(name)]);
  });

  it('is not used up by a weak one, or while hashing has no place', async () => {
    const name = await scene.person();
    await scene.ask(name);
    const code = await scene.code(name, 'reset-asked');
    expect(await scene.reset(code, new Secret('short'))).to.deep.equal({
      status: 'password-rejected',
      problem: 'too-short',
    });
    const retryAt = new Date(scene.stage.now.getTime() + seconds(1));
    scene.stage.busyUntil(retryAt);
    expect(await scene.reset(code)).to.deep.equal({ status: 'too-many-attempts', retryAt });
    scene.stage.busyUntil(undefined);
    expect(await scene.reset(code)).to.deep.equal({ status: 'reset' });
  });

  it('leaves nothing of an account that somebody else may have prepared', async () => {
    const name = await scene.stage.person({ totp: true });
    const prepared = await scene.stage.signIn(name);
    await scene.ask(name);
    const facts = await scene.stage.facts(async () => {
      expect(await scene.reset(await scene.code(name, 'reset-asked'))).to.deep.equal({ status: 'reset' });
    });
    expect(facts).to.include.members(['factor.removed', 'mfa.disabled', 'password.reset']);
    expect(await scene.isLive(prepared)).to.equal(false);
    const owner = await scene.stage.userOf(name);
    expect(owner.factors()).to.deep.equal([]);
    expect(owner.snapshot().emailVerifiedAt).to.deep.equal(scene.stage.now);
    expect(await scene.logIn(name, other)).to.include({ status: 'signed-in' });
  });
});
