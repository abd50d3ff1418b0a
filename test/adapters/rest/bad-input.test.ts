import { expect } from 'chai';
import { routes } from '../../../src/adapters/rest/routes.js';
import type { Route } from '../../../src/adapters/rest/route.js';
import { raw } from '../../support/doorstep.js';
import { at, type RestClient } from '../../support/rest-client.js';
import { password, RestStage, type Person } from '../../support/rest-stage.js';

const every = Object.values<Route>(routes).map((route) => ({ ...route, path: route.path.replace('{id}', 'some-id') }));
const posts = every.filter(({ method }) => method === 'post');

describe('What REST refuses', () => {
  let stage: RestStage;
  let ada: Person;
  before(async () => {
    stage = await RestStage.open({ env: { ALLOWED_ORIGINS: 'https://app.example.com' } });
    ada = await stage.signedIn({ totp: true }, 'cookie');
  });
  after(() => stage.close());
  const signedIn = async (client: RestClient = ada.client) => (await client.get('/auth/session')).status === 200;
  /** Nothing happens, whatever is sent. */
  async function nothingHappens(send: () => Promise<unknown>): Promise<void> {
    const before = stage.world.facts().length;
    await send();
    expect(stage.world.facts()).to.have.length(before);
    expect(await signedIn()).to.equal(true);
  }
  const port = () => Number(new URL(stage.world.url).port);

  it('[E07] whatever a form or a simple request can send, at every route', async () => {
    const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', ''];
    await nothingHappens(async () => {
      for (const { path } of posts) {
        for (const type of types) {
          const headers = { 'content-type': type };
          const said = await ada.client.send(path, { method: 'POST', body: '{}', headers });
          expect([said.status, said.problem], `${path} as ${type}`).to.deep.equal([415, 'unsupported-content']);
        }
        const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${ada.client.cookies.header}\r\n`;
        expect(await raw(port(), `${head}Connection: close\r\nContent-Length: 0\r\n\r\n`), path).to.match(
          /^HTTP\/1.1 415 /,
        );
      }
    });
  });

  it('[E07] a foreign page, a sandboxed one, and one that a browser calls foreign, at every route', async () => {
    await nothingHappens(async () => {
      for (const { path, method } of every) {
        for (const origin of ['https://evil.example', 'null', `${stage.world.url}.evil.example`]) {
          const headers = { origin, 'content-type': 'application/json' };
          const body = method === 'post' ? '{}' : undefined;
          const said = await ada.client.send(path, { method: method.toUpperCase(), body, headers });
          expect([said.status, said.problem], `${method} ${path} of ${origin}`).to.deep.equal([403, 'foreign-origin']);
          expect(said.headers.get('access-control-allow-origin')).to.equal(null);
        }
        if (method !== 'get') {
          const headers = { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' };
          const said = await ada.client.send(path, { method: method.toUpperCase(), headers });
          expect(said.status, `${method} ${path}`).to.equal(403);
        }
      }
    });
  });

  it('nothing of an allowed origin, whose browser asks first', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'DELETE' };
    const asked = await fetch(`${stage.world.url}/auth/mfa`, { method: 'OPTIONS', headers });
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).to.deep.equal([204, 'DELETE']);
    const said = await ada.client.get('/auth/session', { origin: 'https://app.example.com' });
    expect([said.status, said.headers.get('access-control-allow-credentials')]).to.deep.equal([200, 'true']);
  });

  it('[E08] every other method, and every way to say one in a header or an address', async () => {
    await nothingHappens(async () => {
      for (const { path, method } of every) {
        const allowed = every.filter((each) => each.path === path).map((each) => each.method.toUpperCase());
        for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((each) => !allowed.includes(each))) {
          // There an authenticator might be called `totp`.
          if (other === 'DELETE' && path === '/auth/factors/totp') continue;
          const override = { 'x-http-method-override': method, 'x-method-override': method };
          const said = await ada.client.send(`${path}?_method=${method}`, { method: other, headers: override });
          expect([said.status, said.problem], `${other} ${path}`).to.deep.equal([405, 'method-not-allowed']);
          expect(said.headers.get('allow')).to.equal(allowed.join(', '));
        }
      }
    });
  });

  it('addresses that are written in another way', async () => {
    for (const path of [
      '/AUTH/session',
      '/auth/session/',
      '//auth/session',
      '/auth/%73ession',
      '/auth/./x',
      '/auth/sessions/%',
    ])
      expect(
        (await fetch(`${stage.world.url}${path}`, { headers: { cookie: ada.client.cookies.header } })).status,
        path,
      ).to.be.oneOf([400, 404, 405]);
  });

  it('[A14] codes and tokens that are no text, and answers that are none', async () => {
    for (const odd of [null, 0, 123456, [], {}, true, ['123456'], { code: '123456' }]) {
      const person = await stage.pending();
      const said = await person.client.post('/auth/mfa/verify', { factor: 'totp', code: odd });
      expect([said.status, said.problem], JSON.stringify(odd)).to.deep.equal([400, 'invalid-request']);
      const token = await stage.client().post('/auth/mfa/verify', { challengeToken: odd, factor: 'totp', code: '1' });
      expect(token.status, JSON.stringify(odd)).to.equal(400);
    }
    const person = await stage.pending();
    for (const odd of ['', ' ', '1'.repeat(20_000), '٠١٢٣٤٥', '12345', 'null']) {
      const said = await person.client.post('/auth/mfa/verify', { factor: 'totp', code: odd });
      // Nothing was guessed, so nothing is counted.
      expect([said.problem, said.body['attemptsLeft']], odd.slice(0, 10)).to.deep.equal(['invalid-code', 5]);
    }
  });

  it('[J05] members that would reach a prototype, and all that nobody knows', async () => {
    const { client, email } = await stage.person();
    const credentials = `"email":"${email}","password":"${password}"`;
    for (const member of ['__proto__', 'constructor', 'prototype', 'toString', 'isAdmin', 'mfa_verified', 'a/b~c']) {
      const body = `{${credentials},"${member}":{"mfaVerified":true,"polluted":true}}`;
      const headers = { 'content-type': 'application/json' };
      const said = await client.send('/auth/login', { method: 'POST', body, headers });
      expect([said.status, said.problem], member).to.deep.equal([400, 'invalid-request']);
      const pointer = `#/${encodeURIComponent(member.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
      expect(at<unknown[]>(said, 'errors'), member).to.deep.equal([{ pointer, detail: 'There is no such member.' }]);
    }
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('[J10] bodies that are no object, and deep, wide and long ones, fast', async () => {
    const client = stage.client();
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`m${index}`, 1])));
    const bodies = [
      'null',
      '[]',
      '1',
      '"text"',
      `${'['.repeat(9000)}${']'.repeat(9000)}`,
      wide,
      `{"email":${'9'.repeat(9000)}}`,
    ];
    for (const body of bodies) {
      const began = performance.now();
      const headers = { 'content-type': 'application/json' };
      const said = await client.send('/auth/login', { method: 'POST', body, headers });
      expect([said.status, said.problem], body.slice(0, 20)).to.deep.equal([400, 'invalid-request']);
      expect(at<unknown[]>(said, 'errors').length).to.be.at.most(20);
      expect(performance.now() - began).to.be.below(500);
    }
  });

  it('a body where none is taken', async () => {
    const headers = { 'content-type': 'application/json' };
    const said = await ada.client.send('/auth/mfa', { method: 'DELETE', body: '{"user":"grace"}', headers });
    expect([said.status, said.problem]).to.deep.equal([400, 'invalid-request']);
    expect(await signedIn()).to.equal(true);
  });

  it('[E02] headers that are there twice, where it matters which of them counts', async () => {
    const { said } = await stage.signedIn();
    const token = `Authorization: Bearer ${at(said, 'tokens.accessToken')}\r\n`;
    const head = 'GET /auth/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
    expect(await raw(port(), `${head}${token}\r\n`)).to.match(/^HTTP\/1.1 200 /);
    for (const twice of [
      `${token}${token}`,
      `${token}Authorization: Bearer x\r\n`,
      `Authorization: Basic YTpi\r\n${token}`,
    ]) {
      expect(await raw(port(), `${head}${twice}\r\n`), twice).to.match(/^HTTP\/1.1 400 /);
    }
    expect(await raw(port(), `${head}Host: evil.example\r\n${token}\r\n`)).to.match(/^HTTP\/1.1 400 /);
    const origins = `Origin: ${stage.world.url}\r\nOrigin: https://evil.example\r\n`;
    expect(await raw(port(), `${head}${origins}${token}\r\n`)).to.match(/^HTTP\/1.1 40[03] /);
  });

  it('[E02] cookies that are there twice, but for the first, and whatever was changed in one', async () => {
    const good = ada.client.cookies.header.replace(/; portcullis-device.*$/, '');
    const [value = ''] = /portcullis=[^;]*/.exec(good) ?? [];
    const forged = `portcullis=${Buffer.from('{"sid":"x","secret":"y"}').toString('base64')}`;
    const status = async (cookie: string) => (await stage.client().get('/auth/session', { cookie })).status;
    expect(await status(`${good}; ${forged}`)).to.equal(200);
    expect(await status(`${forged}; ${good}`)).to.equal(401);
    for (const changed of [
      good.replace(value, forged),
      good.replace(value, value.slice(0, -2)),
      `${value}`,
      `${good}x`,
    ])
      expect(await status(changed), changed).to.equal(401);
  });

  it('[J11] headers, cookies and addresses that are too large', async () => {
    const client = stage.client();
    const large = 'x'.repeat(30_000);
    const told = async (headers: Record<string, string>, path = '/auth/session') =>
      (await fetch(`${client.url}${path}`, { headers })).status;
    expect(await told({ cookie: `portcullis=${large}` })).to.equal(431);
    expect(await told({ authorization: `Bearer ${large}` })).to.equal(431);
    expect(await told({ authorization: `Bearer ${'x'.repeat(15_000)}` })).to.equal(401);
    expect(await told({}, `/auth/session?${'x'.repeat(3000)}`)).to.equal(414);
    expect((await client.post('/auth/login', { email: 'a', password: 'x'.repeat(40_000) })).status).to.equal(413);
  });

  it('[K01] [K04] a client’s own word about its address, and a header that would strip one', async () => {
    const { client, email } = await stage.person();
    const spoof = (address: string) => ({
      'x-forwarded-for': address,
      'x-real-ip': address,
      forwarded: `for=${address};host=evil.example;proto=https`,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    });
    let last = 0;
    for (let tries = 0; tries < 12; tries += 1) {
      const wrong = { email, password: 'a wrong password' };
      last = (await client.post('/auth/login', wrong, spoof(`203.0.113.${tries}`))).status;
    }
    expect(last).to.equal(429);
    const document = await fetch(`${client.url}/openapi.json`, { headers: spoof('203.0.113.1') });
    expect(await document.text()).not.to.include('evil.example');
  });
});
