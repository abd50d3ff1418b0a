import { expect } from 'chai';
import type { SignedIn } from '../../src/application/session-desk.js';
import { seconds } from '../../src/domain/duration.js';
import type { Secret } from '../../src/domain/secret.js';
import { client } from '../../src/testing/builders.js';
import { other, Scene } from '../support/recovery-scene.js';
import { password } from '../support/stage.js';

/** What a device is to the house: it skips the second factor, is recognised, or neither. */
type Worth = 'trusted' | 'known' | 'a stranger';

describe('A trusted device', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.stage.world.close());

  const logIn = (name: string, secret: Secret, device?: Secret) =>
    scene.stage.useCases.logIn.execute({
      email: scene.to(name),
      password: secret,
      credential: 'token',
      devices: device ? [device] : [],
      browser: undefined,
      client: scene.somewhere(),
    });
  async function signIn(name: string, secret = password, device?: Secret): Promise<SignedIn> {
    const { stage } = scene;
    const outcome = await logIn(name, secret, device);
    if (outcome.status === 'signed-in') return outcome.signedIn;
    if (!('pending' in outcome)) return expect.fail(outcome.status);
    const challenge = await stage.presented(outcome.pending);
    const code = stage.world.phoneOf(name).code();
    const given = { challenge, kind: 'totp', code, trustDevice: true, client } as const;
    const verified = await stage.useCases.verify.execute(given);
    if (verified.status !== 'signed-in') return expect.fail(verified.status);
    stage.world.clock.advance(seconds(30));
    return verified.signedIn;
  }
  const tokenOf = ({ device }: SignedIn): Secret => device?.token ?? expect.fail('no device');
  async function worth(name: string, secret: Secret, device: Secret): Promise<Worth> {
    const facts = await scene.stage.facts(async () => {
      const { status } = await logIn(name, secret, device);
      if (status === 'mfa-required') await signIn(name, secret, device);
    });
    if (!facts.includes('mfa.challenged')) return 'trusted';
    return facts.includes('device.known') ? 'a stranger' : 'known';
  }

  type Act = (name: string, here: SignedIn) => Promise<unknown>;
  const acts: readonly (readonly [string, Act, { readonly here: Worth; readonly there: Worth }, Secret?])[] = [
    ['nothing happened', async () => undefined, { here: 'trusted', there: 'trusted' }],
    ['the password was changed', (_, here) => scene.change(here), { here: 'known', there: 'a stranger' }, other],
    [
      'the password was reset',
      async (name) => {
        await scene.ask(name);
        return scene.reset(await scene.code(name, 'reset-asked'));
      },
      { here: 'a stranger', there: 'a stranger' },
      other,
    ],
    [
      'somebody said that this was not them',
      async (name) => {
        await scene.stage.useCases.resetMfa.execute({
          authority: { kind: 'operator' },
          whom: (await scene.stage.userOf(name)).id,
          client,
        });
        await scene.secure(await scene.notMe(name, 'administrator-reset'));
        return scene.reset(await scene.code(name, 'reset-asked'));
      },
      { here: 'a stranger', there: 'a stranger' },
      other,
    ],
    [
      'its owner signed out everywhere',
      (_, viewer) =>
        scene.stage.useCases.logOut.execute({ viewer, refreshToken: undefined, pending: [], everywhere: true, client }),
      { here: 'known', there: 'known' },
    ],
  ];
  for (const [what, act, { here, there }, secret = password] of acts)
    it(`where ${what}, is ${here} if it was done there, and ${there} if elsewhere`, async () => {
      const name = await scene.person({ totp: true });
      const [one, two] = [await signIn(name), await signIn(name)];
      await act(name, one);
      expect(await worth(name, secret, tokenOf(one))).to.equal(here);
      expect(await worth(name, secret, tokenOf(two))).to.equal(there);
    });
});
