import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { doorstep, post, raw, type Doorstep } from '../../support/doorstep.js';

describe('The HTTP door', () => {
  let door: Doorstep;
  beforeEach(async () => {
    door = await doorstep({ allowedOrigins: ['https://app.example.com'] });
  });
  afterEach(() => door.close());
  const send = (init: RequestInit & { duplex?: 'half' }, path = '/graphql') => fetch(`${door.url}${path}`, init);

  it('[E07] takes JSON and nothing that a form or a simple request can send', async () => {
    const types = [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'text/plain; application/json',
      'application/graphql',
      'application/json, text/plain',
      'application/json; charset=utf-16',
      '',
    ];
    for (const type of types) {
      const answer = await send({ method: 'POST', headers: { 'content-type': type }, body: '{"query":"{me{id}}"}' });
      expect(answer.status, type).to.equal(415);
    }
    const none = await raw(
      door.port,
      'POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    );
    expect(none).to.match(/^HTTP\/1.1 415 /);
    expect(door.requests).to.deep.equal([]);
    expect((await post(door, { 'content-type': 'application/json; charset=UTF-8' })).status).to.equal(200);
  });

  it('[E08] knows no other way to mean POST', async () => {
    const overrides = [
      () => send({ method: 'GET', headers: { 'x-http-method-override': 'POST', 'content-type': 'application/json' } }),
      () => send({ method: 'GET' }, '/graphql?query={me{id}}&_method=POST'),
      () => send({ method: 'PUT', headers: { 'x-http-method-override': 'POST' }, body: '{}' }),
      () => send({ method: 'DELETE' }),
    ];
    for (const override of overrides) {
      const answer = await override();
      expect(answer.status).to.equal(405);
      expect(answer.headers.get('allow')).to.equal('POST');
    }
    expect(door.requests).to.deep.equal([]);
  });

  it('[J11] refuses what is too large: 413, 431, 414', async () => {
    const huge = 'x'.repeat(10 * 1024 * 1024);
    expect((await post(door, {}, JSON.stringify({ query: huge }))).status).to.equal(413);
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 64; i++) controller.enqueue(Buffer.alloc(1024, 32));
        controller.close();
      },
    });
    const chunked = await send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    });
    expect(chunked.status).to.equal(413);
    expect((await post(door, { 'x-large': 'x'.repeat(64 * 1024) })).status).to.equal(431);
    expect((await send({}, `/${'x'.repeat(16 * 1024)}`)).status).to.equal(414);
    expect((await send({}, `/graphql?${'x'.repeat(3000)}`)).status).to.equal(414);
    expect(door.requests).to.deep.equal([]);
    expect((await post(door, {}, JSON.stringify({ query: 'x'.repeat(32_000) }))).status).to.equal(200);
  });

  it('[J14] unpacks nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024, 32));
    for (const coding of ['gzip', 'deflate', 'br', 'identity, gzip', 'x']) {
      const headers = { 'content-type': 'application/json', 'content-encoding': coding };
      expect((await send({ method: 'POST', headers, body: bomb })).status, coding).to.equal(415);
    }
    expect(door.requests).to.deep.equal([]);
  });

  it('[J13] closes the connection on what two readers could read in two ways', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const smuggled = '0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
    const tries = [
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${smuggled}`,
      `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${smuggled}`,
      `${head}Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}`,
      `${head}Transfer-Encoding: xchunked\r\n\r\n${smuggled}`,
      `${head}Transfer-Encoding : chunked\r\n\r\n${smuggled}`,
      `${head}Transfer-Encoding: chunked, identity\r\n\r\n${smuggled}`,
      `${head}Content-Length: +2\r\n\r\n{}`,
      `${head}X: a\r\n Content-Length: 4\r\n\r\n{}`,
      `${head}X: a\nContent-Length: 2\r\n\r\n{}`,
      'GET /healthz HTTP/1.1\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n',
    ];
    for (const bytes of tries) {
      const answer = await raw(door.port, bytes);
      expect(answer, JSON.stringify(bytes))
        .to.match(/^HTTP\/1.1 400 /)
        .and.match(/connection: close/i);
      expect(answer, JSON.stringify(bytes)).not.to.include('alive');
    }
    expect(door.requests).to.deep.equal([]);
  });

  it('[J10] refuses what is not JSON in UTF-8, fast', async () => {
    const bodies = ['', '{', 'null,', '{"a":1}{"b":2}', '\ufeff{}', `${'['.repeat(30_000)}`, 'NaN', "{'a':1}"];
    const began = performance.now();
    for (const body of bodies) expect((await post(door, {}, body)).status, body.slice(0, 20)).to.equal(400);
    const broken = await send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(broken.status).to.equal(400);
    expect(performance.now() - began).to.be.below(1000);
    expect(door.requests).to.deep.equal([]);
  });

  it('[J05] hands a body on without touching a prototype', async () => {
    await post(door, {}, '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('[N05] says of itself no more than it must, in problem details', async () => {
    for (const path of ['/nowhere', '/graphql/', '/%', '/.env', '/healthz/../x']) {
      const answer = await send({}, path);
      expect(answer.headers.get('content-type'), path).to.match(/^application\/problem\+json/);
      const problem = (await answer.json()) as Record<string, unknown>;
      expect(problem).to.include({ type: 'about:blank', status: answer.status });
      expect(problem['requestId']).to.equal(answer.headers.get('x-request-id'));
      expect(answer.headers.get('x-powered-by') ?? answer.headers.get('server') ?? answer.headers.get('etag')).to.equal(
        null,
      );
    }
  });

  it('sets the headers that browsers protect people by, on every answer', async () => {
    for (const answer of [
      await post(door),
      await send({}, '/nowhere'),
      await send({}, '/healthz'),
      await post(door, {}, 'x'),
    ]) {
      expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      expect(answer.headers.get('content-security-policy'))
        .to.include("default-src 'none'")
        .and.include("frame-ancestors 'none'")
        .and.match(/; sandbox$/);
      expect(answer.headers.get('cross-origin-resource-policy')).to.equal('same-origin');
      expect(answer.headers.get('strict-transport-security')).to.equal(null);
    }
    const secure = await doorstep({ publicUrl: 'https://auth.example.com' });
    expect((await post(secure)).headers.get('strict-transport-security')).to.match(/max-age=\d{8}/);
    await secure.close();
  });

  it('gives every request an id of its own, in the answer, in the log and to whoever answers', async () => {
    const answer = await post(door, { 'x-request-id': 'mine', 'x-correlation-id': 'mine', traceparent: 'mine' });
    const id = answer.headers.get('x-request-id');
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(door.requests[0]?.client.correlationId).to.equal(id);
    expect(door.logged.join('')).to.include(`"requestId":"${id}"`).and.not.include('mine');
    expect((await post(door)).headers.get('x-request-id')).not.to.equal(id);
  });

  it('publishes its keys for a while, and says whether it is alive and ready', async () => {
    const jwks = await send({}, '/.well-known/jwks.json');
    expect(jwks.headers.get('cache-control')).to.equal('public, max-age=300');
    expect(await jwks.json()).to.deep.equal({ keys: [] });
    expect((await send({}, '/healthz')).status).to.equal(200);
    expect((await send({}, '/readyz')).status).to.equal(200);
  });

  it('is alive though it is not ready', async () => {
    const broken = await doorstep({ ready: () => Promise.reject(new Error('no database')) });
    const answer = await fetch(`${broken.url}/readyz`);
    expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '1']);
    expect((await fetch(`${broken.url}/healthz`)).status).to.equal(200);
    await broken.close();
  });
});
