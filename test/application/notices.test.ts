import { expect } from 'chai';
import { letter } from '../../src/adapters/mail/letter.js';
import type { SignedIn } from '../../src/application/session-desk.js';
import { seconds } from '../../src/domain/duration.js';
import type { Template } from '../../src/domain/notice/notices.js';
import type { Secret } from '../../src/domain/secret.js';
import { anId, client } from '../../src/testing/builders.js';
import { Phone } from '../../src/testing/phone.js';
import { wrongCodes } from '../support/besieged.js';
import { other, Scene } from '../support/recovery-scene.js';
import { password } from '../support/stage.js';

const sender = { service: 'Portcullis', url: 'https://auth.example.com' };

describe('What the owner of an account hears', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open();
  });
  afterEach(() => scene.stage.world.close());

  /** What is told of an act, each with or without “this was not me”. */
  async function told(act: () => Promise<unknown>): Promise<readonly string[]> {
    const before = (await scene.stage.world.mail()).length;
    await act();
    const mail = (await scene.stage.world.mail()).slice(before);
    for (const each of mail)
      for (const language of ['en', 'de'] as const)
        expect(letter({ ...each, language }, sender).text, each.template).to.include(each.notMe?.reveal() ?? '');
    return mail.map(({ template, notMe }) => `${template}${notMe ? ', or was it not you?' : ''}`);
  }
  const objectionable = (...templates: Template[]) => templates.map((each) => `${each}, or was it not you?`);

  /** Of an authenticator, by whoever is signed in. */
  async function enrol(viewer: SignedIn): Promise<{ readonly viewer: SignedIn; readonly phone: Phone }> {
    const by = { kind: 'session', viewer } as const;
    const begun = await scene.stage.useCases.enrol.execute({ by, kind: 'totp', client });
    if (begun.status !== 'begun' || begun.reveal.kind !== 'totp') return expect.fail(begun.status);
    const phone = Phone.scan(begun.reveal.uri.reveal(), scene.stage.its.clock);
    const confirmed = await scene.stage.useCases.confirm.execute({ by, code: phone.code(), label: anId(), client });
    if (confirmed.status !== 'confirmed') return expect.fail(confirmed.status);
    return { viewer: confirmed.signedIn, phone };
  }

  it('is of every factor that comes and goes', async () => {
    const { stage } = scene;
    const name = await scene.person();
    let viewer = await stage.signIn(name);
    expect(await told(async () => ({ viewer } = await enrol(viewer)))).to.deep.equal(objectionable('mfa-on'));
    stage.world.clock.advance(seconds(30));
    expect(await told(async () => ({ viewer } = await enrol(viewer)))).to.deep.equal(objectionable('factor-added'));
    expect(await told(() => stage.useCases.regenerate.execute({ viewer, client }))).to.deep.equal(
      objectionable('backup-codes-renewed'),
    );
    const [first] = (await stage.userOf(name)).enrolments('totp');
    expect(
      await told(async () => {
        const removed = await stage.useCases.remove.execute({ viewer, id: first?.id ?? '', client });
        if (removed.status !== 'removed') return expect.fail(removed.status);
        viewer = removed.signedIn;
      }),
    ).to.deep.equal(objectionable('factor-removed'));
    expect(await told(() => stage.useCases.disable.execute({ viewer, client }))).to.deep.equal(
      objectionable('mfa-off'),
    );
  });

  it('is of backup codes, in other words when three are left', async () => {
    const { stage } = scene;
    const name = await scene.person({ totp: true });
    const codes = stage.world.backupCodesOf(name);
    const use = async (code: string) => stage.verify(await stage.challenged(name), code, 'backup-code');
    const all: (readonly string[])[] = [];
    for (const code of codes) all.push((await told(() => use(code))).filter((each) => each.startsWith('backup-code')));
    expect(all.flat()).to.deep.equal([
      ...objectionable(...Array<Template>(6).fill('backup-code-used')),
      ...objectionable(...Array<Template>(4).fill('backup-codes-low')),
    ]);
  });

  it('is of devices: a new one, and one that two parties hold', async () => {
    const { stage } = scene;
    const name = await scene.person();
    const logIn = async (...devices: Secret[]) => {
      const given = { email: scene.to(name), password, credential: 'token', devices, browser: undefined } as const;
      const outcome = await stage.useCases.logIn.execute({ ...given, client: scene.somewhere() });
      if (outcome.status !== 'signed-in') return expect.fail(outcome.status);
      return outcome.signedIn.device?.token ?? expect.fail('no device');
    };
    let token = await logIn();
    const stolen = token;
    expect(await told(async () => (token = await logIn(token))), 'known').to.deep.equal([]);
    expect(await told(() => logIn())).to.deep.equal(objectionable('new-device'));
    stage.world.clock.advance(seconds(11));
    expect(await told(() => logIn(stolen))).to.deep.equal(objectionable('device-reused', 'new-device'));
  });

  it('is of passwords and addresses, and of lost factors', async () => {
    const { stage } = scene;
    const name = await scene.person({ totp: true });
    const viewer = await stage.signIn(name);
    expect(await told(() => scene.change(viewer))).to.deep.equal(objectionable('password-changed'));
    expect(await told(() => scene.ask(name))).to.deep.equal(['reset-asked']);
    const reset = async () => scene.reset(await scene.code(name, 'reset-asked'), password);
    expect(await told(reset)).to.deep.equal(objectionable('password-changed'));
    const { id } = await stage.userOf(name);
    const takeAway = () => stage.useCases.resetMfa.execute({ authority: { kind: 'operator' }, whom: id, client });
    expect(await told(takeAway)).to.deep.equal(objectionable('administrator-reset'));
    const moved = anId();
    const again = await stage.signIn(name);
    expect(await told(() => scene.move(again, moved))).to.deep.equal(['confirm-new-address']);
    const confirm = async () => scene.confirm(await scene.code(moved, 'confirm-new-address'));
    expect(await told(confirm)).to.deep.equal(objectionable('address-changed'));
  });

  it('is of what others guess at: passwords, codes, and a password that they have', async () => {
    const strict = await Scene.open({
      policy: { failuresToClose: 6, failuresToTell: 2, failuresToExpose: 4, freeFailures: 9 },
    });
    await scene.stage.world.close();
    scene = strict;
    const { stage } = scene;
    const name = await scene.person({ totp: true });
    const guess = async () => {
      for (let n = 0; n < 6; n += 1) await scene.logIn(name, other);
    };
    expect(await told(guess)).to.deep.equal(objectionable('pool-closed'));
    const victim = await scene.person({ totp: true });
    const pending = [await stage.challenged(victim), await stage.challenged(victim)];
    const wrong = wrongCodes(stage.now, stage.world.phoneOf(victim)).next().value;
    const answer = async () => {
      for (let n = 0; n < 4; n += 1) await stage.verify(pending[n % 2], wrong);
    };
    expect(await told(answer)).to.deep.equal(objectionable('second-factor-guessed', 'password-exposed'));
  });
});
