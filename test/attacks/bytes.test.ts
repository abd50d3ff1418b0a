import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { Besieged } from '../support/besieged.js';
import { raw } from '../support/doorstep.js';
import type { Visitor } from '../support/visitor.js';

const json = { 'content-type': 'application/json' };

describe('Hostile bytes at the real door', function () {
  this.timeout(30_000);
  let house: Besieged;
  let ada: Visitor;
  before(async () => {
    house = await Besieged.begin();
    ada = await (await house.visitor('ada@example.org').register()).signIn();
  });
  after(() => house.end());
  const send = (body: RequestInit['body'], headers: Readonly<Record<string, string>> = json, path = '/graphql') =>
    fetch(`${house.running.url}${path}`, { method: 'POST', headers, body: body ?? null });

  it('[J10] JSON bombs are refused, or are no bombs', async () => {
    const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`;
    const query = '"query":"mutation ($input: LoginInput!) { login(input: $input) { __typename } }"';
    for (const body of [
      deep('[', ']', 16_000),
      `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
      `{${query},"variables":{"input":${deep('[', ']', 15_000)}}}`,
      `{${query},"variables":{"input":${'{"email":'.repeat(3000)}1${'}'.repeat(3000)}}}`,
      `{${query},"variables":{"input":{"email":1${'0'.repeat(30_000)},"password":"x"}}}`,
      `{${query},"variables":{"input":{"email":1e999,"password":-0}}}`,
      `{${'"a":1,'.repeat(4000)}"b":1}`,
      `{${query},"variables":[1]}`,
      `{${query},"variables":"x"}`,
      `{"query":null}`,
      `{"query":{"a":1}}`,
      'null',
      '"x"',
      '1',
    ]) {
      const began = performance.now();
      const answer = await send(body);
      expect(answer.status, body.slice(0, 60)).to.equal(400);
      expect((await answer.text()).length).to.be.below(2000);
      expect(performance.now() - began).to.be.below(1000);
    }
    // Of a member named twice the last counts, for everybody who reads it.
    const twice = await send('{"query":"{ broken","query":"{ me { id } }"}');
    expect(await twice.json()).to.deep.equal({ data: { me: null } });
  });

  it('[J11] bodies, headers and addresses have an end', async () => {
    expect((await send('x'.repeat(10 * 2 ** 20))).status).to.equal(413);
    expect((await send('{}', { ...json, 'x-long': 'a'.repeat(64 * 1024) })).status).to.equal(431);
    for (const path of ['/graphql?', '/healthz?', '/']) {
      expect((await send('{}', json, `${path}${'a'.repeat(16 * 1024)}`)).status, path).to.equal(414);
    }
  });

  it('[J13] nothing is smuggled behind a request', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const facts = (await house.running.facts()).length;
    const hidden = `POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${ada.tokens?.accessToken}\r\nContent-Type: application/json\r\nContent-Length: 53\r\n\r\n{"query":"mutation { logout { sessionsEnded } }"}    `;
    for (const bytes of [
      `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
      `${head}Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${head}Content-Length: 0\r\nContent-Length: 44\r\n\r\n${hidden}`,
      `${head}Content-Length: 0x2\r\n\r\n{}${hidden}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n2;a=\n\r\n{}\r\n0\r\n\r\n${hidden}`,
    ]) {
      const answer = await raw(house.running.port, bytes);
      expect(answer, JSON.stringify(bytes.slice(80, 160))).to.match(/^HTTP\/1.1 400 /);
      expect(answer.match(/HTTP\/1\.1 /g)).to.have.length(1);
    }
    expect(await house.running.facts()).to.have.length(facts);
    expect(await ada.me()).not.to.equal(null);
  });

  it('[J14] nothing is unpacked, and no upload is read', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 2 ** 20, 32));
    for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
      expect((await send(bomb, { ...json, 'content-encoding': coding })).status, coding).to.equal(415);
    }
    const parts = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(100_000);
    const status = await send(parts, { 'content-type': 'multipart/form-data; boundary=x' }).then(
      (answer) => answer.status,
      (problem: Error) => problem.name,
    );
    expect(status).to.be.oneOf([415, 'TypeError']);
  });
});
