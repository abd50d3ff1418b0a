import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { seconds } from '../../src/domain/duration.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { tlsProxy, type TlsProxy } from '../support/tls-proxy.js';
import { through } from '../support/through.js';
import { kinds, sessionOf, straightTo, Visitor, type Kind } from '../support/visitor.js';

const allowed = 'https://app.example.com';
const anAddress = () => `${randomUUID()}@example.org`;

describe('A page of another origin', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({ ALLOWED_ORIGINS: allowed }, { instead: { clock } });
  });
  after(() => running.close());

  const preflight = (origin: string) =>
    fetch(`${running.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });

  for (const kind of kinds) {
    it(`that is allowed plays the whole story, and reads every answer (${kind})`, async () => {
      const head = await preflight(allowed);
      expect(head.status).to.equal(204);
      expect(head.headers.get('access-control-allow-origin')).to.equal(allowed);
      expect(head.headers.get('access-control-allow-credentials')).to.equal('true');
      expect(head.headers.get('access-control-allow-headers')?.toLowerCase()).to.include('authorization');

      const ada = new Visitor(straightTo(running), anAddress(), kind, { origin: allowed });
      const readable = () => {
        expect(ada.headers.get('access-control-allow-origin')).to.equal(allowed);
        expect(ada.headers.get('access-control-allow-credentials')).to.equal('true');
        expect(ada.headers.get('vary')).to.include('Origin');
      };
      await ada.register();
      readable();
      await ada.signIn();
      readable();
      const { phone } = await ada.enrol(clock.now());
      await ada.one(say.logout);
      clock.advance(seconds(30));
      const { challengeToken } = await ada.logIn();
      expect(ada.status).to.equal(202);
      readable();
      expect((await ada.verify(phone.code(clock.now()), challengeToken as string)).__typename).to.equal(
        'Authenticated',
      );
      readable();
      expect(await ada.session()).to.include({ assurance: 'AAL2', credential: kind });
    });
  }

  it('that is not allowed may not even ask, and changes nothing with a stolen ride on a cookie', async () => {
    const ada = await (await new Visitor(straightTo(running), anAddress(), 'COOKIE').register()).signIn();
    const session = await ada.session();
    for (const origin of ['https://evil.example', `${allowed}.evil.example`, 'http://app.example.com', 'null']) {
      expect((await preflight(origin)).status).to.equal(403);
      const { status, headers, text } = await running.graphql(
        say.logout,
        {},
        { cookies: ada.cookies, headers: { origin } },
      );
      expect(status).to.equal(403);
      expect(headers.get('access-control-allow-origin')).to.equal(null);
      expect(text).not.to.include('sessionsEnded');
    }
    expect(await ada.session()).to.deep.equal(session);
  });
});

describe('Behind a proxy that terminates TLS', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  let proxy: TlsProxy;
  before(async () => {
    const env = { NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com', TRUST_PROXY: '1' };
    running = await service(env, { instead: { clock } });
    proxy = await tlsProxy(running.port);
  });
  after(async () => {
    await proxy.close();
    await running.close();
  });

  for (const kind of kinds) {
    it(`the whole story is the same (${kind})`, async () => {
      const ada = new Visitor(through(proxy), anAddress(), kind, { origin: 'https://auth.example.com' });
      await ada.register();
      await ada.signIn();
      const names = (...cookies: string[]) => cookies.flatMap((name) => [name, `${name}.sig`]);
      expect(ada.cookies.names).to.have.members(kind === 'COOKIE' ? names('__Host-portcullis') : []);
      const { phone } = await ada.enrol(clock.now());
      await ada.one(say.logout);
      expect(ada.cookies.names).to.deep.equal([]);
      clock.advance(seconds(30));
      const { challengeToken } = await ada.logIn();
      expect(ada.status).to.equal(202);
      expect(ada.cookies.names).to.have.members(kind === 'COOKIE' ? names('__Host-portcullis-pending') : []);
      const verified = await ada.verify(phone.code(clock.now()), challengeToken as string);
      expect(sessionOf(verified)).to.include({ assurance: 'AAL2', credential: kind });
      const lines = ada.headers.getSetCookie();
      const set = lines.filter((line) => /^__Host-portcullis(\.sig)?=[^;]/.test(line));
      expect(set).to.have.length(kind === 'COOKIE' ? 2 : 0);
      for (const line of set)
        for (const part of ['; path=/', '; secure', '; httponly', '; samesite=lax'])
          expect(line.toLowerCase()).to.include(part).and.not.include('domain=');
      expect(await ada.me()).to.include({ email: ada.email, mfaEnabled: true });
      const { rows } = await running.pool.query('select distinct address from facts where address is not null');
      expect(rows).to.deep.equal([{ address: '127.0.0.1' }]);
    });
  }
});

describe('Two tabs of one browser', () => {
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  before(async () => {
    running = await service({}, { instead: { clock } });
  });
  after(() => running.close());

  async function owner(kind: Kind = 'COOKIE') {
    const ada = await (await new Visitor(straightTo(running), anAddress(), kind).register()).signIn();
    const { phone } = await ada.enrol(clock.now());
    await ada.one(say.logout);
    clock.advance(seconds(30));
    return { ada, phone };
  }

  it('wait for a second factor each, and the older one can still be answered', async () => {
    const { ada, phone } = await owner();
    const first = await ada.logIn();
    const second = await ada.logIn();
    expect(first['challengeToken']).not.to.equal(second['challengeToken']);
    expect((await ada.verify('000000', second['challengeToken'] as string))['attemptsLeft']).to.equal(4);
    expect((await ada.verify(phone.code(clock.now()), first['challengeToken'] as string)).__typename).to.equal(
      'Authenticated',
    );
    expect(await ada.me()).to.include({ email: ada.email });
  });

  it('answer the newest where no challenge is named', async () => {
    const { ada, phone } = await owner();
    const first = await ada.logIn();
    const second = await ada.logIn();
    expect((await ada.verify('000000'))['attemptsLeft']).to.equal(4);
    expect((await ada.verify('000000', first['challengeToken'] as string))['attemptsLeft']).to.equal(4);
    expect((await ada.verify('000000', second['challengeToken'] as string))['attemptsLeft']).to.equal(3);
    expect((await ada.verify(phone.code(clock.now()))).__typename).to.equal('Authenticated');
    expect((await ada.verify(phone.code(clock.now()))).__typename, 'the cookie is gone').to.equal('ChallengeClosed');
  });

  it('share a cookie without which the token of a cookie login is nothing', async () => {
    const { ada, phone } = await owner();
    const { challengeToken } = await ada.logIn();
    const thief = new Visitor(straightTo(running), ada.email, 'COOKIE');
    const code = phone.code(clock.now());
    expect((await thief.verify(code, challengeToken as string)).__typename).to.equal('ChallengeClosed');
    // A browser of its own with a pending sign-in of its own is another browser still.
    await thief.logIn();
    expect((await thief.verify(code, challengeToken as string)).__typename).to.equal('ChallengeClosed');
    expect((await ada.verify(code, challengeToken as string)).__typename, 'no code was spent').to.equal(
      'Authenticated',
    );
  });

  it('leave nothing to answer once somebody has logged out', async () => {
    const { ada, phone } = await owner();
    const { challengeToken } = await ada.logIn();
    const copied = ada.twin();
    expect(await ada.one(say.logout)).to.include({ sessionsEnded: 0 });
    expect(ada.cookies.names).to.deep.equal([]);
    expect((await copied.verify(phone.code(clock.now()), challengeToken as string)).__typename).to.equal(
      'ChallengeClosed',
    );
    await ada.signInWith(phone, clock.now());
  });
});
