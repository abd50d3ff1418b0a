import { expect } from 'chai';
import { CookieJar } from '../../support/cookie-jar.js';
import * as operations from '../../support/operations.js';
import { service, type Running } from '../../support/service.js';
import { tlsProxy } from '../../support/tls-proxy.js';
import { request } from 'node:https';

const ada = { email: 'ada@example.com', password: 'correct horse battery staple' };

describe('The service', () => {
  let running: Running;
  before(async () => {
    running = await service({ ALLOWED_ORIGINS: 'https://app.example.com' });
    await running.graphql(operations.register, { input: ada });
  });
  after(() => running.close());

  it('signs in with tokens and knows them again', async () => {
    const { data, status } = await running.graphql<{ login: { tokens: { accessToken: string } } }>(operations.login, {
      input: ada,
    });
    expect(status).to.equal(200);
    const token = data.login.tokens.accessToken;
    expect((await running.graphql(operations.me, {}, { token })).data['me']).to.include({ email: ada.email });
    expect((await running.graphql(operations.me)).data['me']).to.equal(null);
  });

  it('signs in with a cookie and knows it again, from an allowed origin as well', async () => {
    const cookies = new CookieJar();
    const headers = { origin: 'https://app.example.com' };
    const { data } = await running.graphql(
      operations.login,
      { input: { ...ada, credential: 'COOKIE' } },
      { cookies, headers },
    );
    expect(data['login']).to.include({ __typename: 'Authenticated', tokens: null });
    expect(cookies.names).to.have.members(['portcullis', 'portcullis.sig']);
    expect((await running.graphql(operations.me, {}, { cookies, headers })).data['me']).to.include({
      email: ada.email,
    });
    await running.graphql(operations.logout, {}, { cookies });
    expect(cookies.names).to.deep.equal([]);
  });

  it('[E08] carries nothing out for a foreign page, though the browser sends its cookie along', async () => {
    const cookies = new CookieJar();
    await running.graphql(operations.login, { input: { ...ada, credential: 'COOKIE' } }, { cookies });
    const before = (await running.facts()).length;
    const attempts = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'x-http-method-override': 'GET' },
    ];
    for (const headers of attempts) {
      expect((await running.graphql(operations.logout, {}, { cookies, headers })).status).to.equal(403);
    }
    expect(await running.facts()).to.have.length(before);
    expect((await running.graphql(operations.me, {}, { cookies })).data['me']).not.to.equal(null);
  });

  it('stamps on every fact where it came from, and ties it to the log by the request id', async () => {
    const { headers } = await running.graphql(
      operations.login,
      { input: ada },
      { headers: { 'user-agent': 'curl/8.5.0' } },
    );
    const id = headers.get('x-request-id');
    const { rows } = await running.pool.query('select address, device from facts where correlation_id = $1', [id]);
    expect(rows).to.deep.include({ address: '127.0.0.1', device: 'curl' });
    expect(running.logs.join('')).to.include(`"requestId":"${id}"`);
  });

  it('shows the page to try it on outside production only', async () => {
    const look = { headers: { accept: 'text/html' } };
    const page = await fetch(`${running.url}/graphql?query={me{id}}`, look);
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-type')).to.include('text/html');
    const live = await service({ NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com' });
    expect((await fetch(`${live.url}/graphql`, look)).status).to.equal(405);
    await live.close();
  });

  it('publishes the keys it signs with', async () => {
    const jwks = await fetch(`${running.url}/.well-known/jwks.json`);
    const { keys } = (await jwks.json()) as { keys: Record<string, string>[] };
    expect(keys).to.have.length(1);
    expect(keys[0]).to.include({ alg: 'ES256', use: 'sig' }).and.not.have.property('d');
    expect(jwks.headers.get('cache-control')).to.match(/^public, max-age=\d+$/);
  });
});

describe('The service behind a proxy that terminates TLS', () => {
  async function throughProxy(
    url: string,
    ca: string,
    query: string,
    variables: object,
    headers: Record<string, string>,
  ) {
    const body = JSON.stringify({ query, variables });
    return new Promise<{ cookies: readonly string[]; data: Record<string, Record<string, unknown> | null> }>(
      (resolve, reject) => {
        const options = { method: 'POST', ca, headers: { 'content-type': 'application/json', ...headers } };
        const sent = request(`${url}/graphql`, options, async (answer) => {
          let text = '';
          for await (const chunk of answer) text += String(chunk);
          resolve({ cookies: answer.headers['set-cookie'] ?? [], ...JSON.parse(text) });
        });
        sent.on('error', reject);
        sent.end(body);
      },
    );
  }

  it('sets __Host- cookies that come back, and takes the address from the proxy that it trusts, and no other', async () => {
    for (const [trust, address] of [
      ['1', '127.0.0.1'],
      ['127.0.0.1/32', '203.0.113.9'],
      ['', '127.0.0.1'],
    ] as const) {
      const running = await service({ PUBLIC_URL: 'https://localhost', TRUST_PROXY: trust, NODE_ENV: 'production' });
      const proxy = await tlsProxy(running.port);
      const spoofed = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http', forwarded: 'for=203.0.113.9' };
      await running.graphql(operations.register, { input: ada });
      const jar = new CookieJar();
      const first = await throughProxy(
        proxy.url,
        proxy.ca,
        operations.login,
        { input: { ...ada, credential: 'COOKIE' } },
        spoofed,
      );
      jar.take(first.cookies);
      expect(jar.names, trust).to.have.members(['__Host-portcullis', '__Host-portcullis.sig']);
      for (const line of first.cookies) expect(line).to.match(/; path=\/; .*; samesite=lax; secure; httponly$/);
      const again = await throughProxy(proxy.url, proxy.ca, operations.me, {}, { cookie: jar.header });
      expect(again.data['me'], trust).to.include({ email: ada.email });
      const { rows } = await running.pool.query(`select address from facts where event->>'type' = 'session.opened'`);
      expect(rows, trust).to.deep.equal([{ address }]);
      await proxy.close();
      await running.close();
    }
  });
});
