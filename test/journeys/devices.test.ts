import { expect } from 'chai';
import { days, hours, minutes, seconds } from '../../src/domain/duration.js';
import type { Caller, Result } from '../../src/testing/caller.js';
import { aWorld, type World } from '../../src/testing/world.js';
import * as say from '../support/operations.js';

const password = 'correct horse battery staple';
const email = 'ada@example.org';
type Device = Readonly<Record<'id' | 'trustedUntil' | 'lastUsedAt', string>> & { readonly current: boolean };

describe('Devices', () => {
  let world: World;
  beforeEach(async () => {
    world = await aWorld().withUser('ada', { totp: true }).withUser('grace');
  });
  afterEach(() => world.close());

  const logIn = (browser: Caller, more: object = {}) =>
    browser.one(say.login, { input: { email, password, credential: 'COOKIE', ...more } });
  const verify = (browser: Caller, more: object = {}) => {
    const code = world.phoneOf('ada').code();
    world.clock.advance(seconds(30));
    return browser.one(say.verifyMfa, { input: { factor: 'TOTP', code, ...more } });
  };
  /** Signs in with both factors, and keeps the cookie of the device. */
  async function signedIn(more: object = {}): Promise<Caller> {
    const browser = world.caller();
    expect((await logIn(browser)).__typename).to.equal('MfaRequired');
    expect((await verify(browser, more)).__typename).to.equal('Authenticated');
    return browser;
  }
  const signOut = (browser: Caller) => browser.one(say.logout);
  const devicesOf = async (browser: Caller, field = 'devices') =>
    (await browser.one(say.devices))[field] as unknown as readonly Device[];
  const types = () => world.facts().map(({ type }) => type);
  const sessionOf = (result: Result) => result['session'] as Result;

  /** A thousand wrong passwords from everywhere, over a day. */
  async function siege(address: string): Promise<void> {
    for (let guess = 0; guess < 1000; guess += 1) {
      if (guess % 10 === 0) world.clock.advance(minutes(16));
      const input = { email: address, password: `guess ${guess}`, credential: 'COOKIE' };
      const { __typename } = await world.caller(`198.51.100.${guess % 250}`).one(say.login, { input });
      expect(__typename).to.be.oneOf(['InvalidCredentials', 'TooManyAttempts']);
    }
  }

  it('let the owner in from a known browser after a thousand failures of strangers, with and without a phone', async () => {
    const [ada, grace] = [await signedIn(), world.caller()];
    const asGrace = { input: { email: 'grace@example.org', password, credential: 'COOKIE' } };
    expect((await grace.one(say.login, asGrace)).__typename).to.equal('Authenticated');
    await Promise.all([siege(email), siege('grace@example.org')]);
    expect(await world.caller().one(say.login, asGrace), 'a stranger, even with the password').to.include({
      __typename: 'TooManyAttempts',
      retryAt: null,
    });
    expect((await grace.one(say.login, asGrace)).__typename).to.equal('Authenticated');
    expect((await logIn(ada)).__typename).to.equal('MfaRequired');
    expect((await verify(ada)).__typename).to.equal('Authenticated');
  }).timeout(60_000);

  it('are forgotten after five wrong passwords of their own, and then count as strangers', async () => {
    const ada = await signedIn({ trustDevice: true });
    await signOut(ada);
    for (let guess = 0; guess < 5; guess += 1)
      expect((await logIn(ada, { password: 'not my password' })).__typename).to.equal('InvalidCredentials');
    expect(types().filter((type) => type === 'device.revoked')).to.have.length(1);
    expect((await logIn(ada)).__typename, 'trusted no longer').to.equal('MfaRequired');
    expect(types()).not.to.include('pool.closed');
  });

  it('skip the second factor while they are trusted, and never count as one', async () => {
    const ada = await signedIn({ trustDevice: true });
    await signOut(ada);
    world.clock.advance(days(29));
    const again = await logIn(ada);
    expect(sessionOf(again)).to.deep.include({ assurance: 'AAL1', mfaVerified: false, amr: ['pwd'] });
    expect((await ada.one(say.disableMfa)).__typename).to.equal('StepUpRequired');
    expect((await ada.one(say.stepUp, { input: { password } })).__typename, 'a step-up asks').to.equal('MfaRequired');
    expect(sessionOf(await verify(ada))).to.include({ assurance: 'AAL2' });
    await signOut(ada);
    world.clock.advance(days(1));
    expect((await logIn(ada)).__typename, 'thirty days after the second factor').to.equal('MfaRequired');
  });

  it('carry a TOKEN session on without the second factor for as long as the trust lasts', async () => {
    const first = await world.logIn('ada');
    expect(first.status).to.equal('mfa-required');
    const verified = await world.verify(world.phoneOf('ada').code(), { trustDevice: true });
    const device = verified.status === 'signed-in' ? verified.signedIn.device?.token.reveal() : '';
    const client = world.caller();
    const again = await client.one(say.login, { input: { email, password, deviceToken: device } });
    expect(again['deviceToken'], 'the next one').to.be.a('string').and.not.equal(device);
    const token = (again['tokens'] as Result)['refreshToken'];
    world.clock.advance(minutes(6));
    const refreshed = await client.one(say.refreshSession, { input: { refreshToken: token } });
    expect(sessionOf(refreshed)).to.deep.include({ assurance: 'AAL1', amr: ['pwd'] });
    expect(refreshed['deviceToken'], 'a refresh makes no device').to.equal(null);

    client.bearer = (refreshed['tokens'] as Result)['accessToken'] as string;
    expect(await client.one(say.revokeAllTrustedDevices)).to.include({ devicesRevoked: 1 });
    const next = (refreshed['tokens'] as Result)['refreshToken'];
    const dead = await client.one(say.refreshSession, { input: { refreshToken: next } });
    expect(dead.__typename, 'what rested on the trust alone ended with it').to.equal('SessionEnded');
  });

  it('let a session that outlives its second factor be refreshed where a login would be let in', async () => {
    for (const trustDevice of [true, false]) {
      const client = world.caller();
      const { challengeToken } = await client.one(say.login, { input: { email, password } });
      const opened = await verify(client, { challengeToken, trustDevice });
      let { refreshToken } = opened['tokens'] as Result;
      let answer: Result | undefined;
      for (let hour = 0; hour < 13; hour += 1) {
        world.clock.advance(minutes(59));
        answer = await client.one(say.refreshSession, { input: { refreshToken } });
        refreshToken = (answer['tokens'] as Result | undefined)?.['refreshToken'] ?? refreshToken;
      }
      expect(answer?.__typename).to.equal(trustDevice ? 'Authenticated' : 'MfaRequired');
      if (trustDevice) expect(answer && sessionOf(answer)).to.include({ assurance: 'AAL1', mfaVerified: false });
    }
  });

  it('may be trusted by a step-up, which makes no other device', async () => {
    const ada = await signedIn();
    expect((await ada.one(say.stepUp, { input: {} })).__typename).to.equal('MfaRequired');
    expect((await verify(ada, { trustDevice: true })).__typename).to.equal('Authenticated');
    expect(await devicesOf(ada, 'trustedDevices')).to.have.length(1);
    await signOut(ada);
    expect((await logIn(ada)).__typename).to.equal('Authenticated');
  });

  it('are listed with their first and last use, and forgotten one by one or all that are trusted', async () => {
    const [old, trusted] = [await signedIn(), await signedIn({ trustDevice: true })];
    const known = await devicesOf(trusted);
    expect(known.map(({ current }) => current)).to.deep.equal([true, false]);
    expect(await devicesOf(trusted, 'trustedDevices')).to.have.length(1);
    expect(known[0]).to.include({ label: 'Firefox on Linux' });
    const id = known[1]?.id;
    expect(await trusted.one(say.revokeTrustedDevice, { input: { id } })).to.include({
      __typename: 'DeviceRevoked',
      id,
    });
    expect((await trusted.one(say.revokeTrustedDevice, { input: { id } })).__typename).to.equal('DeviceNotFound');
    expect(await devicesOf(old), 'its session has proven both factors, and lives').to.have.length(1);
    expect(await trusted.one(say.revokeAllTrustedDevices)).to.include({ devicesRevoked: 1 });
    expect(await devicesOf(trusted)).to.deep.equal([]);
    await signOut(trusted);
    expect((await logIn(trusted)).__typename).to.equal('MfaRequired');
  });

  it('of somebody else are not found', async () => {
    const ada = await signedIn({ trustDevice: true });
    const [device] = await devicesOf(ada);
    const grace = world.caller();
    await grace.one(say.login, { input: { email: 'grace@example.org', password, credential: 'COOKIE' } });
    const revoked = await grace.one(say.revokeTrustedDevice, { input: { id: device?.id } });
    expect(revoked.__typename).to.equal('DeviceNotFound');
    expect(await devicesOf(ada, 'trustedDevices')).to.have.length(1);
  });

  it('lose their trust when MFA is turned off or a factor goes, and are known still', async () => {
    const ada = await signedIn({ trustDevice: true });
    expect((await ada.one(say.disableMfa)).__typename).to.equal('MfaDisabled');
    expect(await devicesOf(ada, 'trustedDevices')).to.deep.equal([]);
    expect(await devicesOf(ada)).to.have.length(1);
  });

  it('stay known when the first factor is added', async () => {
    const grace = world.caller();
    const input = { email: 'grace@example.org', password, credential: 'COOKIE' };
    await grace.one(say.login, { input });
    const [before] = await devicesOf(grace);
    await world.needs().work.run({ address: undefined, device: undefined, correlationId: 'a test' }, async (tx) => {
      const id = world.facts().findLast(({ type }) => type === 'device.known');
      const user = id?.type === 'device.known' ? await tx.users.byId(id.userId) : undefined;
      user?.signOutEverywhere();
    });
    await grace.one(say.login, { input });
    expect((await devicesOf(grace)).map(({ id }) => id)).to.deep.equal([before?.id]);
  });

  it('are one a user in a browser that several people share', async () => {
    const ada = await signedIn({ trustDevice: true });
    await signOut(ada);
    const asGrace = { input: { email: 'grace@example.org', password, credential: 'COOKIE' } };
    expect((await ada.one(say.login, asGrace)).__typename).to.equal('Authenticated');
    await signOut(ada);
    expect((await logIn(ada)).__typename, 'hers is still there').to.equal('Authenticated');
    expect(types().filter((type) => type === 'device.known')).to.have.length(2);
  });

  it('are no news where somebody has never signed in before, and news from then on', async () => {
    const input = { email: 'new@example.org', password: 'another long pass phrase' };
    await world.caller().one(say.register, { input });
    for (const _ of [1, 2]) await world.caller().one(say.login, { input });
    const met = world.facts().filter((event) => event.type === 'device.known');
    expect(met.map(({ first }) => first)).to.deep.equal([true, false]);
  });

  it('are not trusted where the operator forbids it', async () => {
    await using strict = await aWorld({ env: { TRUSTED_DEVICES: 'off' } }).withUser('ada', { totp: true });
    await strict.logIn('ada');
    const verified = await strict.verify(strict.phoneOf('ada').code(), { trustDevice: true });
    const token = verified.status === 'signed-in' ? verified.signedIn.device?.token.reveal() : undefined;
    expect(await strict.logIn('ada', undefined, 'token', token)).to.include({ status: 'mfa-required' });
    expect(strict.facts().map(({ type }) => type)).not.to.include('device.trusted');
  });

  it('forget themselves after half a year without a sign-in', async () => {
    const ada = await signedIn();
    await signOut(ada);
    world.clock.advance(days(180));
    const before = types().filter((type) => type === 'device.known').length;
    await logIn(ada);
    await verify(ada);
    world.clock.advance(hours(1));
    expect(types().filter((type) => type === 'device.known')).to.have.length(before + 1);
  });
});
