import { expect } from 'chai';
import { graphql } from 'graphql';
import { ConfigMistakes } from '../../src/config.js';
import type { Client } from '../../src/domain/client.js';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Message } from '../../src/domain/ports/notifier.js';
import { Busy } from '../../src/domain/ports/password-hasher.js';
import type { Beats, Transaction, UnitOfWork } from '../../src/domain/ports/unit-of-work.js';
import { aWorld, type World } from '../../src/testing/world.js';

const me = '{ me { email mfaEnabled session { assurance } } }';

describe('A world', () => {
  const open: World[] = [];
  const kept = async (coming: Promise<World>): Promise<World> => {
    const world = await coming;
    open.push(world);
    return world;
  };
  afterEach(async () => {
    for (let last = open.pop(); last; last = open.pop()) await last.close();
  });

  it('tells the story of a sign-in, and a code is good for once', async () => {
    const world = await kept(aWorld().withUser('ada', { password: 'correct horse', totp: true }));
    const phone = world.phoneOf('ada');
    expect(await world.logIn('ada', 'wrong horse')).to.deep.equal({ status: 'denied' });
    expect(await world.logIn('ada', 'correct horse')).to.include({ status: 'mfa-required' });
    expect(await world.verify(phone.code())).to.include({ status: 'signed-in' });
    expect(await world.replay(phone.code())).to.include({ status: 'refused' });
    world.clock.advance(seconds(30));
    expect(await world.replay(phone.code())).to.include({ status: 'signed-in' });
    expect(world.facts().map(({ type }) => type)).to.deep.equal([
      'sign-in.refused',
      'mfa.challenged',
      'mfa.passed',
      'device.known',
      'session.opened',
      'mfa.challenged',
      'mfa.refused',
      'mfa.challenged',
      'mfa.passed',
      'device.known',
      'session.opened',
    ]);
  });

  it('keeps the mail that owners of accounts get', async () => {
    const world = await kept(aWorld().withUser('ada', { totp: true }));
    expect(await world.mail()).to.deep.equal([]);
    const [code = ''] = world.backupCodesOf('ada');
    await world.logIn('ada');
    expect(await world.verify(code)).to.include({ status: 'signed-in' });
    const [mail, ...more] = await world.mail();
    expect(more).to.deep.equal([]);
    expect(mail?.to).to.equal('ada@example.org');
    expect(mail).to.deep.include({ template: 'backup-code-used', values: { left: 9 }, language: 'en' });
  });

  it('moves time when it is told to, and only then', async () => {
    const now = new Date('2026-03-01T12:00:00.000Z');
    const world = await kept(aWorld({ now }).withUser('ada'));
    const ada = await world.signIn('ada');
    expect(world.clock.now()).to.equal(now);
    expect((await ada.one(me))['email']).to.equal('ada@example.org');
    world.clock.advance(minutes(5));
    expect((await ada.ask(me)).data?.['me']).to.equal(null);
  });

  it('answers on a port, and names it as the issuer of its tokens', async () => {
    const world = await kept(aWorld().withUser('ada', { totp: true }));
    const { bearer = '' } = await world.signIn('ada');
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}`, origin: world.url };
    const answer = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: me }),
    });
    expect(await answer.json()).to.deep.equal({
      data: { me: { email: 'ada@example.org', mfaEnabled: true, session: { assurance: 'AAL2' } } },
    });
    const claims = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { iss: string };
    expect(claims.iss).to.equal(world.url);
    expect((await fetch(`${world.url}/healthz`)).status).to.equal(200);
  });

  it('answers through its schema too, without a port', async () => {
    const world = await kept(aWorld().withUser('ada'));
    const { bearer } = await world.signIn('ada');
    const { schema } = world;
    const asked = async (contextValue: unknown) => (await graphql({ schema, source: me, contextValue })).data?.['me'];
    expect(await asked(world.context(bearer))).to.include({ email: 'ada@example.org' });
    expect(await asked(world.context())).to.equal(null);
    expect((await world.graphql(me)).data?.['me']).to.equal(null);
  });

  it('keeps cookies for a caller, as a browser does', async () => {
    const world = await kept(aWorld().withUser('ada'));
    const ada = world.caller();
    const input = { email: 'ada@example.org', password: 'correct horse battery staple', credential: 'COOKIE' };
    await ada.one('mutation ($input: LoginInput!) { login(input: $input) { __typename } }', { input });
    expect([...ada.cookies.keys()]).to.include('portcullis');
    expect((await ada.one(me))['email']).to.equal('ada@example.org');
  });

  it('does as its environment and its policy say', async () => {
    const world = await kept(aWorld({ env: { MFA: 'required' }, policy: { freeFailures: 1 } }).withUser('ada'));
    expect(await world.logIn('ada', 'wrong')).to.include({ status: 'denied' });
    expect(await world.logIn('ada')).to.include({ status: 'too-many-attempts' });
    world.clock.advance(minutes(1));
    expect(await world.logIn('ada')).to.include({ status: 'enrolment-required' });
    const mistaken: unknown = await aWorld({ env: { MFA: 'sometimes' } }).catch((problem: unknown) => problem);
    expect(mistaken).to.be.instanceOf(ConfigMistakes);
  });

  it('takes an adapter of the caller in the place of its own', async () => {
    const sent: string[] = [];
    const notifier = { send: async ({ template }: Message) => void sent.push(template) };
    const retryAt = new Date('2026-03-01T12:00:09.000Z');
    const ours = await kept(aWorld({ instead: { notifier } }).withUser('ada', { totp: true }));
    await ours.logIn('ada');
    await ours.verify(ours.backupCodesOf('ada')[0] ?? '');
    expect(await ours.mail()).to.deep.equal([]);
    expect(sent).to.have.length(1);

    const tired = await kept(
      aWorld({
        instead: ({ passwords }) => ({
          passwords: { ...passwords, hash: (...all) => passwords.hash(...all), check: async () => new Busy(retryAt) },
        }),
      }).withUser('ada'),
    );
    expect(await tired.logIn('ada')).to.deep.equal({ status: 'too-many-attempts', retryAt });
  });

  it('takes one that stands around its own', async () => {
    let runs = 0;
    const counted = (work: UnitOfWork): UnitOfWork => ({
      run: <G, P, T>(by: Client, beats: ((tx: Transaction) => Promise<T>) | Beats<G, P, T>) => {
        runs += 1;
        return typeof beats === 'function' ? work.run(by, beats) : work.run(by, beats);
      },
    });
    const world = await kept(aWorld({ instead: ({ work }) => ({ work: counted(work) }) }).withUser('ada'));
    const before = runs;
    expect(await world.logIn('ada')).to.include({ status: 'signed-in' });
    expect(runs).to.equal(before + 1);
  });

  it('says what is missing', async () => {
    const world = await kept(aWorld().withUser('ada', { totp: true }).withUser('grace'));
    expect(() => world.phoneOf('grace')).to.throw('grace has no phone');
    expect(() => world.phoneOf('alan')).to.throw("withUser('alan')");
    await world.signIn('ada');
    const again: unknown = await world.signIn('ada').catch((problem: unknown) => problem);
    expect(again).to.have.property('message').that.includes('advance the clock');
    const twice: unknown = await aWorld()
      .withUser('ada')
      .withUser('ada')
      .catch((problem: unknown) => problem);
    expect(twice).to.have.property('message').that.includes('lives in this world already');
  });

  it('shares nothing with another world', async () => {
    const [one, other] = [await kept(aWorld().withUser('ada')), await kept(aWorld().withUser('ada'))];
    const { bearer } = await one.signIn('ada');
    const stranger = other.caller();
    stranger.bearer = bearer;
    expect((await stranger.ask(me)).data?.['me']).to.equal(null);
    expect(other.facts()).to.deep.equal([]);
  });

  it('answers nobody once it is closed', async () => {
    const world = await aWorld();
    await world.close();
    const refused: unknown = await fetch(world.url).catch((problem: unknown) => problem);
    expect(refused).to.be.instanceOf(TypeError);
  });
});
