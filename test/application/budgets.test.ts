import { expect } from 'chai';
import { UnlockUser } from '../../src/application/unlock-user.js';
import { days, hours, minutes } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { client } from '../../src/testing/builders.js';
import { tally, wrongCodes } from '../support/besieged.js';
import { password, Stage } from '../support/stage.js';

describe('How much is judged of whoever guesses on and on', () => {
  let stage: Stage;
  let name: string;
  beforeEach(async () => {
    stage = await Stage.open();
    name = await stage.person({ totp: true });
  });
  afterEach(() => stage.world.close());

  const logIn = (secret: Secret, devices: readonly Secret[] = []) =>
    stage.useCases.logIn.execute({
      email: stage.world.addressOf(name),
      password: secret,
      credential: 'token',
      devices,
      browser: undefined,
      client,
    });
  const deviceOf = async () => (await stage.signIn(name)).device?.token ?? expect.fail('no device');
  const wrongCode = () => wrongCodes(stage.now, stage.world.phoneOf(name)).next().value;
  /** One wrong code more, as soon as waiting helps. */
  const guess = async (): Promise<string> => {
    stage.world.clock.advance(minutes(15));
    const outcome = await logIn(password);
    if (!('pending' in outcome)) return outcome.status;
    return (await stage.verify(await stage.presented(outcome.pending), wrongCode())).status;
  };

  it('a hundred passwords in a row: fifty by the address, and five by each of ten devices', async () => {
    const stolen: Secret[] = [];
    for (let n = 0; n < 10; n += 1) stolen.push(await deviceOf());
    const answers: string[] = [];
    for (let n = 0; n < 260; n += 1) {
      stage.world.clock.advance(minutes(15));
      // Devices and none take turns.
      const device = stolen[n % 20];
      answers.push((await logIn(new Secret(`guess ${n}`), device ? [device] : [])).status);
    }
    expect(tally(answers)).to.deep.equal({ denied: 100, 'too-many-attempts': 160 });
    for (const device of [undefined, ...stolen])
      expect(await logIn(password, device ? [device] : []), 'not even the right one').to.deep.equal({
        status: 'too-many-attempts',
        retryAt: undefined,
      });
  }).timeout(30_000);

  it('twenty codes in a row of whoever has the password, who then has one that signs nobody in', async () => {
    const answers: string[] = [];
    for (let n = 0; n < 40; n += 1) answers.push(await guess());
    expect(tally(answers)).to.deep.equal({ refused: 20, 'too-many-attempts': 20 });
    expect(answers.lastIndexOf('refused')).to.equal(19);
  });

  it('thirty codes in thirty days, however often the owner signs in between, and an administrator begins anew', async () => {
    const answers: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      for (let n = 0; n < 4; n += 1) answers.push(await guess());
      stage.world.clock.advance(hours(1));
      if (round < 7) await stage.signIn(name);
    }
    expect(tally(answers)).to.deep.equal({ refused: 30, 'too-many-attempts': 10 });
    const right = async () => stage.verify(await stage.challenged(name), stage.world.phoneOf(name).code());
    expect(await right(), 'its owner waits as well').to.include({ status: 'too-many-attempts' });
    const [code = ''] = stage.world.backupCodesOf(name);
    const byCode = await stage.verify(await stage.challenged(name), code, 'backup-code');
    expect(byCode, 'but has other kinds').to.include({ status: 'signed-in' });

    const unlock = new UnlockUser(stage.its);
    const whom = stage.world.addressOf(name);
    const facts = await stage.facts(async () => {
      expect(await unlock.execute({ authority: { kind: 'operator' }, whom, client })).to.include({
        status: 'unlocked',
      });
    });
    expect(facts).to.deep.equal(['pool.opened']);
    expect(await right()).to.include({ status: 'signed-in' });
  });

  it('thirty again when thirty days are over, and not before', async () => {
    for (let round = 0; round < 8; round += 1) {
      for (let n = 0; n < 4; n += 1) await guess();
      if (round < 7) await stage.signIn(name);
    }
    expect(await guess()).to.equal('too-many-attempts');
    stage.world.clock.advance(days(29));
    expect(await guess()).to.equal('too-many-attempts');
    stage.world.clock.advance(days(1));
    expect(await guess()).to.equal('refused');
  });
});
