import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Member } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { kinds, password, sessionOf, straightTo, Visitor, type Kind } from '../support/visitor.js';

describe('Sessions', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({}, { instead: { clock } });
  });
  after(() => running.close());

  const newcomer = (kind: Kind = 'TOKEN') =>
    new Visitor(straightTo(running), `${randomUUID()}@example.org`, kind).register();
  const listOf = async (visitor: Visitor) =>
    (await visitor.ask(say.sessions)).data['me']?.['sessions'] as readonly (Member & { id: string })[];

  it('are listed newest first, and end one by one, here and elsewhere', async () => {
    const phone = await newcomer();
    await phone.signIn();
    clock.advance(seconds(1));
    const browser = await phone.elsewhere('COOKIE').signIn();
    const listed = await listOf(browser);
    expect(listed.map(({ credential, current }) => [credential, current])).to.deep.equal([
      ['COOKIE', true],
      ['TOKEN', false],
    ]);

    const id = listed[1]?.id;
    expect(await browser.one(say.revokeSession, { id })).to.deep.equal({ __typename: 'SessionRevoked', id });
    expect(await phone.me()).to.equal(null);
    expect((await phone.refresh()).__typename).to.equal('SessionEnded');
    expect(await browser.kindOf(say.revokeSession, { id })).to.equal('SessionNotFound');
    expect(await browser.kindOf(say.revokeSession, { id: listed[0]?.id })).to.equal('SessionRevoked');
    expect([await browser.me(), browser.cookies.names]).to.deep.equal([null, []]);
    expect(await browser.kindOf(say.revokeSession, { id })).to.equal('SessionEnded');
  });

  it('of somebody else are not found, and live on', async () => {
    const [ada, grace] = await Promise.all([newcomer(), newcomer()]);
    await Promise.all([ada.signIn(), grace.signIn()]);
    const id = (await listOf(grace))[0]?.id;
    expect(await ada.kindOf(say.revokeSession, { id })).to.equal('SessionNotFound');
    expect(await grace.me()).to.include({ email: grace.email });
  });

  it('all end where somebody signs out everywhere, and only one where not', async () => {
    const here = await newcomer();
    await here.signIn();
    const others = [await here.elsewhere().signIn(), await here.elsewhere('COOKIE').signIn()];
    expect(await others[0]?.one(say.logout, { everywhere: false })).to.include({ sessionsEnded: 1 });
    expect(await here.me()).to.include({ email: here.email });
    expect(await here.one(say.logout, { everywhere: true })).to.include({ sessionsEnded: 2 });
    for (const each of [here, ...others]) expect(await each.me()).to.equal(null);
    expect(await here.one(say.logout)).to.include({ sessionsEnded: 0 });
  });

  it('end by a refresh token when the access token has expired, whether or not it was used up', async () => {
    const ada = await (await newcomer()).signIn();
    const first = ada.tokens?.refreshToken;
    expect((await ada.refresh(first)).__typename).to.equal('Authenticated');
    clock.advance(minutes(6));
    expect(await ada.me()).to.equal(null);
    expect(await ada.one(say.logout)).to.include({ sessionsEnded: 0 });
    expect(await ada.one(say.logout, { refreshToken: first })).to.include({ sessionsEnded: 1 });
    expect((await ada.refresh()).__typename).to.equal('SessionEnded');
    expect(await ada.one(say.logout, { refreshToken: ada.tokens?.refreshToken })).to.include({ sessionsEnded: 0 });
  });

  it('give a lost answer again for ten seconds, and end where an older refresh token comes back', async () => {
    const ada = await (await newcomer()).signIn();
    const refreshToken = ada.tokens?.refreshToken;
    await ada.refresh(refreshToken);
    const successor = ada.tokens;
    clock.advance(seconds(9));
    await ada.refresh(refreshToken);
    expect(ada.tokens?.refreshToken).to.equal(successor?.refreshToken);
    clock.advance(seconds(2));
    expect((await ada.refresh(refreshToken)).__typename).to.equal('SessionEnded');
    expect(await ada.me()).to.equal(null);
    expect((await running.facts()).at(-1)).to.include({ type: 'session.revoked', why: 'secret-reused' });
  });

  it('end by themselves when nobody uses them for an hour, and go on where somebody does', async () => {
    const idle = await (await newcomer('COOKIE')).signIn();
    const used = await idle.elsewhere('TOKEN').signIn();
    for (let passed = 0; passed < 60; passed += 20) {
      clock.advance(minutes(20));
      await used.refresh();
    }
    expect(await idle.me()).to.equal(null);
    expect(await used.me()).to.include({ email: used.email });
  });

  for (const kind of kinds) {
    it(`are replaced by signing in while signed in when the new one opens, not before (${kind})`, async () => {
      const ada = await (await newcomer(kind)).signIn();
      const { phone } = await ada.enrol(clock.now());
      const former = await ada.session();
      const email = ada.email;
      const wrong = { email, password: `${password}!`, credential: kind };
      expect(await ada.kindOf(say.login, wrong)).to.equal('InvalidCredentials');
      const { challengeToken } = await ada.logIn();
      expect(await ada.session(), 'half way the old one lives').to.include({ id: former['id'] });

      const witness = ada.twin();
      clock.advance(seconds(30));
      const opened = await ada.verify(phone.code(clock.now()), challengeToken as string);
      expect(sessionOf(opened)['id']).not.to.equal(former['id']);
      expect(await witness.me()).to.equal(null);
      expect(await listOf(ada)).to.have.length(1);
      expect(await running.facts()).to.deep.include({
        type: 'session.revoked',
        userId: opened['user'] && (opened['user'] as Member)['id'],
        sessionId: former['id'],
        why: 'replaced',
      });
    });
  }
});
