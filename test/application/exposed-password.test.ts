import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import type { PasswordHash } from '../../src/domain/user/password.js';
import { User } from '../../src/domain/user/user.js';
import { client } from '../../src/testing/builders.js';
import { wrongCodes } from '../support/besieged.js';
import { codeIn, latest } from '../support/mailed.js';
import { Stage } from '../support/stage.js';
import { ada, passwordPool, policy, right, start } from '../support/people.js';
import { Secret } from '../../src/domain/secret.js';

describe('A password that somebody else has', () => {
  let stage: Stage;
  let name: string;
  beforeEach(async () => {
    stage = await Stage.open();
    name = await stage.person({ totp: true });
  });
  afterEach(() => stage.world.close());

  const wrongCode = () => wrongCodes(stage.now, stage.world.phoneOf(name)).next().value;
  /** By somebody who has the password, and the patience to wait. */
  async function guess(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      const outcome = await stage.verify(await stage.challenged(name), wrongCode());
      expect(outcome.status, `guess ${n + 1}`).to.equal('refused');
      stage.world.clock.advance(minutes(15));
    }
  }
  const told = async () => (await stage.world.mail()).map(({ template }) => template);

  it('is told to its owner after five wrong codes in a row, once, and not after four', async () => {
    await guess(4);
    expect(await told()).not.to.include('second-factor-guessed');
    await guess(1);
    expect((await told()).filter((each) => each === 'second-factor-guessed')).to.have.length(1);
    await guess(3);
    expect((await told()).filter((each) => each === 'second-factor-guessed')).to.have.length(1);
  });

  it('signs nobody in after twenty, with whatever code, and says so only to whoever has it', async () => {
    await guess(19);
    const open = await stage.challenged(name);
    await guess(1);
    expect(await told()).to.include('password-exposed');
    expect(await stage.verify(open, stage.world.phoneOf(name).code())).to.deep.equal({ status: 'closed' });
    expect(await stage.logIn(name)).to.deep.equal({ status: 'too-many-attempts', retryAt: undefined });
    expect(await stage.logIn(name, new Secret('not the password'))).to.deep.equal({ status: 'denied' });
    expect(await stage.facts(() => stage.logIn(name))).to.deep.equal(['sign-in.refused: exposed-password']);
    // It was judged and right: no wrong answer is counted for it.
    for (let n = 0; n < 10; n += 1) await stage.logIn(name);
    expect(await stage.logIn(name, new Secret('not the password'))).to.deep.equal({ status: 'denied' });
  });

  it('is replaced by the link of its own notice, once, and a code of the phone signs in again', async () => {
    await guess(20);
    const mail = await stage.world.mail();
    const { link, notMe } = latest(mail, stage.world.addressOf(name), 'password-exposed');
    expect([link, notMe].map((each) => new URL(each?.reveal() ?? '').pathname)).to.deep.equal([
      '/link/reset-password',
      '/link/not-me',
    ]);
    expect(mail.filter(({ template }) => template === 'password-exposed')).to.have.length(1);
    const next = new Secret('another long and quiet password');
    const reset = () => stage.useCases.resetPassword.execute({ code: codeIn(link), password: next, client });
    // Whoever never showed that the address is theirs would lose the phone as well.
    await stage.change((await stage.userOf(name)).id, (user) => user.recovery.verifyAddress(stage.now));
    expect(await reset()).to.deep.equal({ status: 'reset' });
    expect(await reset()).to.deep.equal({ status: 'refused' });
    expect(await stage.logIn(name, next)).to.include({ status: 'mfa-required' });
  });

  it('leaves whoever is signed in where they are', async () => {
    const { session } = await stage.signIn(name);
    await guess(20);
    stage.world.clock.advance(minutes(15));
    const user = await stage.userOf(name);
    const found = await stage.its.work.run({ address: undefined, device: undefined, correlationId: 'a look' }, (tx) =>
      tx.sessions.byId(session.id),
    );
    expect(found?.snapshot().revoked).to.equal(undefined);
    expect(found?.snapshot().epoch).to.equal(user.epoch);
  });

  it('is over with another one', () => {
    const user = ada();
    user.exposePassword();
    expect(user.signIn(right, passwordPool(), start, policy).kind).to.equal('barred');
    const next = 'another hash' as PasswordHash;
    const changed = User.restore({ ...user.snapshot(), passwordHash: next });
    expect(changed.signIn({ matches: true, against: next }, passwordPool(), start, policy).kind).to.equal(
      'authenticated',
    );
  });
});
