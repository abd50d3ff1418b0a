import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { minutes, seconds } from '../../src/domain/duration.js';
import { anyone, partly, signedIn, strongly, type Demand } from '../../src/guard/demand.js';
import { Guard, personOf, type GuardOptions } from '../../src/guard/guard.js';
import type { Visit } from '../../src/guard/visit.js';
import { Envelopes } from '../../src/adapters/http/envelopes.js';
import { openLog } from '../../src/adapters/http/log.js';
import { AuthenticateRequest } from '../../src/application/authenticate-request.js';
import { loadConfig } from '../../src/config.js';
import { openHouse } from '../../src/open-house.js';
import { Caller } from '../../src/testing/caller.js';
import { Phone } from '../../src/testing/phone.js';
import { worldAdapters } from '../../src/testing/world-adapters.js';
import * as say from '../support/operations.js';
import { SetClock } from '../support/set-clock.js';

const issuer = 'https://auth.example.test';
const own = '__Host-portcullis=abc; __Host-portcullis.sig=def';
const visit = (headers: Readonly<Record<string, string>>, method = 'GET'): Visit => ({
  method,
  target: '/',
  bearer: undefined,
  header: (name) => headers[name],
});

describe('A guard that asks whose a cookie is', () => {
  let clock: SetClock;
  let asked: IncomingMessage[];
  let answer: (res: ServerResponse) => void;
  const service = createServer((req, res) => {
    asked.push(req);
    answer(res);
  });
  before(async () => {
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
  });
  after(() => {
    service.closeAllConnections();
    service.close();
  });
  beforeEach(() => {
    clock = new SetClock();
    asked = [];
    says(200, me());
  });

  const says = (status: number, body: unknown): void => {
    answer = (res) => void res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const me = (changes: object = {}) => {
    const times = { authenticatedAt: clock.now(), expiresAt: new Date(clock.now().getTime() + 3_600_000) };
    const proven = { assurance: 'aal2', mfaVerified: true, amr: ['pwd', 'otp', 'mfa'] };
    return { status: 'signed-in', user: { id: 'ada' }, session: { id: 's', credential: 'cookie', ...proven, ...times, ...changes } }; // prettier-ignore
  };
  const guarded = (options: Partial<GuardOptions> = {}): Guard => {
    const serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    return new Guard({ issuer, audience: issuer, serviceUrl, now: () => clock.now(), ...options });
  };
  const told = async (guard: Guard, demand: Demand = signedIn(), cookie = own): Promise<number> => {
    const verdict = await guard.admit(visit({ cookie }), demand);
    return verdict.kind === 'passed' ? 200 : verdict.answer.status;
  };

  it('sends on the service’s cookies and nothing else of the browser’s', async () => {
    const guard = guarded();
    await guard.admit(visit({ cookie: `a=1; ${own}; portcullis=planted; xportcullis=1`, 'x-secret': 's' }), signedIn());
    expect(asked[0]?.url).to.equal('/auth/session');
    expect(asked[0]?.headers.cookie).to.equal(own);
    expect(asked[0]?.headers).to.not.have.any.keys('x-secret', 'authorization');
    expect(await told(guard, signedIn(), 'a=1; portcullis=planted')).to.equal(401);
    expect(asked).to.have.length(1);
  });

  it('believes no answer longer than it was told to: by default, none at all', async () => {
    const strict = guarded();
    expect([await told(strict), await told(strict)]).to.deep.equal([200, 200]);
    expect(asked).to.have.length(2);

    const relaxed = guarded({ keepSessionsFor: 10 });
    for (let n = 0; n < 5; n += 1) expect(await told(relaxed)).to.equal(200);
    expect(asked).to.have.length(3);
    says(401, {});
    clock.advance(seconds(10));
    expect(await told(relaxed)).to.equal(401);
    says(200, me());
    expect(await told(relaxed)).to.equal(200);
  });

  it('judges what it is told by its own demands', async () => {
    says(200, me({ assurance: 'aal1', mfaVerified: false, amr: ['pwd'] }));
    expect(await told(guarded(), strongly())).to.equal(401);
    says(200, me());
    expect(await told(guarded(), strongly({ maxAge: 60 }))).to.equal(200);
    const old = me();
    clock.advance(seconds(66));
    says(200, old);
    expect(await told(guarded(), strongly({ maxAge: 60 }))).to.equal(401);
    says(202, { status: 'mfa-required', challenge: { due: 'second-factor', factors: ['totp'], expiresAt: clock.now(), answerAt: '/auth/mfa/verify' } }); // prettier-ignore
    expect(await told(guarded(), partly())).to.equal(200);
    expect(await told(guarded())).to.equal(401);
    expect(await told(guarded(), signedIn({ answersPending: true }))).to.equal(202);
  });

  it('lets nobody in where it cannot be told, and keeps public pages up', async () => {
    const broken: readonly (() => void)[] = [
      () => (answer = (res) => void res.destroy()),
      () => says(500, {}),
      () => says(404, {}),
      () => says(429, {}),
      () => (answer = (res) => void res.writeHead(302, { Location: '/elsewhere' }).end()),
      () => says(200, {}),
      () => says(200, null),
      () => says(200, me({ assurance: 'aal3' })),
      () => says(200, me({ assurance: 'aal1' })),
      () => says(200, me({ authenticatedAt: 'yesterday' })),
      () => says(200, me({ amr: 'mfa' })),
      () => says(202, {}),
      () => (answer = (res) => void res.writeHead(200).end('x'.repeat(70_000))),
    ];
    const guard = guarded();
    for (const fault of broken) {
      fault();
      const verdict = await guard.admit(visit({ cookie: own }), signedIn());
      expect(verdict.kind === 'refused' && verdict.answer.status, String(fault)).to.equal(503);
      expect(verdict.kind === 'refused' && verdict.answer.headers['Retry-After']).to.equal('1');
      expect(await told(guard, anyone())).to.equal(200);
    }
  });

  it('waits no longer than three seconds for an answer', async () => {
    answer = () => undefined;
    const began = performance.now();
    expect(await told(guarded())).to.equal(503);
    expect(performance.now() - began).to.be.within(2500, 8000);
  });

  it('asks nobody where cookies count for nothing', async () => {
    expect(await told(guarded({ sessions: 'none' }))).to.equal(401);
    expect(asked).to.have.length(0);
  });
});

describe('A guard in the service’s own process', () => {
  it('asks the session itself: revoked is dead at once, and no request is made for it', async () => {
    const config = loadConfig({ SECRET_KEY: 'a key of thirty-two bytes, or more' });
    const clock = new SetClock();
    const opened: (() => Promise<unknown>)[] = [];
    const log = openLog('silent', { write: () => undefined });
    const instead = worldAdapters(config, { clock, dating: clock, rehearse: false });
    const house = await openHouse(config, { log, instead }, opened);
    try {
      const envelopes = house.its.resolve(Envelopes);
      const authenticate = house.its.resolve(AuthenticateRequest);
      const client = { address: undefined, device: undefined, correlationId: 'guard' };
      const guard = new Guard({
        issuer: config.tokens.issuer,
        audience: config.tokens.audience,
        now: () => clock.now(),
        async sessions({ cookie }) {
          const { presented } = envelopes.open({ headers: { cookie } });
          const viewer = presented && (await authenticate.execute({ presented, client }));
          return viewer && personOf(viewer);
        },
      });
      const browser = new Caller(house.endpoint, envelopes);
      const header = (): string => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const kind = async (demand: Demand, cookie = header()): Promise<unknown> => {
        const verdict = await guard.admit(visit({ cookie }), demand);
        return verdict.kind === 'passed' ? verdict.auth.kind : verdict.refusal.why;
      };
      const ada = { email: 'ada@example.org', password: 'correct horse battery staple' };
      await browser.one(say.register, { input: ada });
      await browser.one(say.login, { input: { ...ada, credential: 'COOKIE' } });
      expect([await kind(signedIn()), await kind(strongly())]).to.deep.equal(['person', 'too-weak']);
      const phone = Phone.scan(String((await browser.one(say.enrolTotp))['uri']));
      await browser.one(say.confirmTotp, { input: { code: phone.code(clock.now()), label: 'Phone' } });
      expect(await kind(strongly({ maxAge: 300 }))).to.equal('person');
      clock.advance(minutes(6));
      expect(await kind(strongly({ maxAge: 300 }))).to.equal('too-weak');
      const former = header();
      await browser.one(say.logout);
      expect(await kind(signedIn(), former)).to.equal('nobody');
    } finally {
      for (let last = opened.pop(); last; last = opened.pop()) await last();
    }
  });
});
