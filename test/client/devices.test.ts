import { expect } from 'chai';
import { LoginDocument, MemoryDevice } from '../../src/client/client.js';
import { seconds } from '../../src/domain/duration.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { password, Tab } from '../support/client-people.js';

describe('A client of known devices', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld().withUser('ada', { totp: true })));
  afterEach(() => world.close());

  async function logIn(tab: Tab) {
    const input = { email: 'ada@example.org', password, deviceToken: await tab.portcullis.deviceToken() };
    const { data } = await tab.apollo.mutate({ mutation: LoginDocument, variables: { input } });
    return data?.login ?? expect.fail('there was no answer');
  }

  it('keeps what the device is known by, renews it, and holds it when the person signs out', async () => {
    const device = new MemoryDevice();
    const tab = new Tab(world, { device });
    expect(await tab.portcullis.deviceToken()).to.equal(undefined);
    const due = await logIn(tab);
    if (due.__typename !== 'MfaRequired') return expect.fail(due.__typename);
    tab.ask = async (question) => {
      world.clock.advance(seconds(30));
      const code = world.phoneOf('ada').code();
      if (question.kind === 'factor') await question.answer({ factor: 'TOTP', code, trustDevice: true });
    };
    await tab.portcullis.secondFactor(due);
    const first = await tab.portcullis.deviceToken();
    expect(first).to.be.a('string');
    await tab.portcullis.signOut();
    expect((await logIn(new Tab(world, { device }))).__typename, 'trusted').to.equal('Authenticated');
    expect(device.get()).to.be.a('string').and.not.equal(first);
  });

  it('keeps nothing where a cookie does', async () => {
    const tab = await new Tab(world, { credential: 'COOKIE' }).signIn();
    expect(await tab.portcullis.deviceToken()).to.equal(undefined);
  });
});
