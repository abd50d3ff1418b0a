import { expect } from 'chai';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Besieged } from '../support/besieged.js';
import { raw } from '../support/doorstep.js';
import * as say from '../support/operations.js';
import { service } from '../support/service.js';
import { password } from '../support/visitor.js';

const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A secret as it might be written down somewhere. */
const disguises = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
];

describe('What leaks', function () {
  this.timeout(30_000);
  let house: Besieged;
  before(async () => {
    house = await Besieged.begin({ NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com' });
  });
  after(() => house.end());
  const leaving: (() => Promise<void>)[] = [];
  afterEach(() => leaving.pop()?.());
  const everyRow = async (): Promise<string> => {
    const { pool } = house.running;
    const tables = ['users', 'mfa_challenges', 'auth_sessions', 'failure_pools', 'facts', 'deliveries', 'keys'];
    const rows = await Promise.all(tables.map((table) => pool.query(`select t::text from ${table} t`)));
    return rows.map((each) => JSON.stringify(each.rows)).join('\n');
  };

  it('[N02] whatever is sent, a log line is one line of printable JSON', async () => {
    const { port, logs, url } = house.running;
    const before = logs.length;
    const evil = '\u001b[2J\u001b]0;x\u0007\u202e\u2028';
    for (const path of [
      '/%0d%0a{"level":"fatal"}',
      '/a%1b[2J',
      '/%E2%80%A8x',
      '/%u2028',
      '/"},{"level":"fatal"',
      '/\\n\\r',
    ]) {
      await raw(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: ${path}\r\n\r\n`);
    }
    await raw(port, `GET /\u00e9\u0085\u009b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    await house.running.graphql(say.login, { input: { email: `a${evil}@example.org`, password: evil } });
    await house.running.graphql(say.verifyMfa, { input: { challengeToken: evil, factor: 'TOTP', code: evil } });
    await house.running.graphql(`{ ${evil} }`);
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'x-request-id': 'a"b', 'user-agent': '"}\t{' },
      body: evil,
    });
    expect(logs.length).to.be.above(before + 8);
    for (const line of logs.slice(before)) {
      expect(line.match(/\n/g)).to.have.length(1);
      expect(line).to.match(/^[\x20-\x7e]+\n$/);
      expect((JSON.parse(line) as { level: string }).level).not.to.equal('fatal');
    }
  });

  it('[N04] between the steps of a sign-in, and after them, no secret stands in any row', async () => {
    const owner = await house.owner('n04@example.org', 'COOKIE');
    const shown = await owner.visitor.one(say.enrolTotp);
    const browser = house.visitor(owner.email, 'COOKIE');
    const due = await browser.logIn();
    const program = house.visitor(owner.email);
    const dueToken = (await program.logIn())['challengeToken'] as string;
    const pending = await everyRow();
    await program.verify(owner.phone.code(house.now), dueToken);
    const kept = `${pending}\n${await everyRow()}\n${house.running.logs.join('')}${JSON.stringify(house.running.messages)}`;
    const cookies = [owner.visitor, browser].flatMap(({ cookies: { header } }) =>
      header.split('; ').flatMap((pair) => Buffer.from(pair.slice(pair.indexOf('=') + 1), 'base64').toString()),
    );
    const carried = cookies.flatMap((text) =>
      [...text.matchAll(/"secret":"([^"]+)"|"browser":"([^"]+)"/g)].map(([, a, b]) => a ?? b ?? ''),
    );
    expect(carried).to.have.length(3);
    const secrets = [
      password,
      shown['secret'] as string,
      owner.backupCodes[0] ?? '',
      (owner.backupCodes[1] ?? '').replaceAll('-', ''),
      due['challengeToken'] as string,
      dueToken.split('.')[2] ?? '',
      (JSON.parse(Buffer.from(dueToken.split('.')[1] ?? '', 'base64url').toString()) as { secret: string }).secret,
      program.tokens?.accessToken ?? '',
      program.refreshToken,
      program.refreshToken.split('.')[2] ?? '',
      ...carried,
    ];
    for (const secret of secrets) {
      expect(secret).to.have.length.above(9);
      for (const disguise of disguises(secret)) expect(kept.includes(disguise), secret).to.equal(false);
    }
  });

  it('[N05] no answer names a stack, a statement, a file or a version, not even where the service is at fault', async () => {
    const broken = await service({ NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com' });
    leaving.push(broken.close);
    const post = (body: string) =>
      fetch(`${broken.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const asked = (query: string, input: object) => JSON.stringify({ query, variables: { input } });
    const answers = [
      await fetch(`${broken.url}/nowhere`),
      await fetch(`${broken.url}/%`),
      await fetch(`${broken.url}/healthz`),
      await fetch(`${broken.url}/readyz`),
      await fetch(`${broken.url}/graphql`),
      await post('{'),
      await post(asked('{', {})),
      await post(asked('{ nothing }', {})),
      await post(asked(say.login, { email: 1 })),
    ];
    await broken.pool.query('alter table users rename column state to gone');
    answers.push(await post(asked(say.login, { email: 'ada@example.org', password })));
    answers.push(await post(asked(say.register, { email: 'ada@example.org', password })));
    for (const answer of answers) {
      const text = await answer.text();
      const head = JSON.stringify([...answer.headers]);
      expect(text, text).not.to.match(
        /\\n +at |:\d+:\d+\)|node_modules|\.[jt]s\b|select |insert |relation|column "|postgres|apollo|graphql-js|express|stack/i,
      );
      expect(head, head).not.to.match(/x-powered-by|"server"|apollo|express|node\//i);
    }
    // So it was at fault, and its own log says so.
    const logged = broken.logs.join('');
    expect(logged.match(/"level":"error"/g)).to.have.length(2);
    for (const secret of [password, 'ada@example.org', '$argon2']) expect(logged).not.to.include(secret);
  });

  it('[N07] nobody learns who has an account, how many there are, or an id', async () => {
    const known = { email: 'known@example.org', password };
    const closed = { email: 'closed@example.org', password };
    const nobody = { email: 'nobody@example.org', password };
    const { running } = house;
    const said = async (query: string, input: typeof known) => {
      const { status, headers, text } = await running.graphql(query, { input });
      const head = [...headers].filter(([name]) => !['date', 'x-request-id', 'ratelimit'].includes(name));
      return JSON.stringify([
        status,
        head.map(([name, value]) => (name === 'content-length' ? name : [name, value])),
        text,
      ]).replaceAll(input.email, 'somebody');
    };
    const first = await said(say.register, known);
    expect(await said(say.register, known)).to.equal(first);
    await said(say.register, closed);
    await house.change(closed.email, (user) => user.disable());
    expect(await said(say.register, { ...closed, password: 'quite another password' })).to.equal(first);

    // Until the waiting begins, and beyond.
    for (let round = 0; round < 8; round += 1) {
      const answers = [
        await said(say.login, { ...known, password: 'a wrong password, typed' }),
        await said(say.login, nobody),
        await said(say.login, closed),
      ];
      expect(new Set(answers).size, answers.join('\n')).to.equal(1);
      expect(answers[0]).to.include(round < 5 ? 'InvalidCredentials' : 'TooManyAttempts');
      expect(answers[0]).not.to.match(ids);
    }
    for (const path of ['/healthz', '/readyz', '/.well-known/jwks.json']) {
      const text = await (await fetch(`${running.url}${path}`)).text();
      expect(text, path)
        .not.to.match(ids)
        .and.not.match(/\b(users?|count|sessions?)\b/i);
    }
    const owner = await house.owner('n07@example.org');
    const due = await house.visitor(owner.email).logIn();
    const { id } = (await owner.visitor.me()) as { id?: string } & object;
    const claims = Buffer.from((due['challengeToken'] as string).split('.')[1] ?? '', 'base64url').toString();
    expect(claims).not.to.include(id).and.not.include(owner.email);
  });

  it('[N08] the QR code is drawn here: whatever is enrolled, the service talks to its database and to nobody else', async () => {
    const ports = new Set<number | undefined>();
    const hear = (message: unknown) => {
      const { socket } = message as { socket: Socket };
      socket.once('connect', () => ports.add(socket.remotePort));
    };
    subscribe('net.client.socket', hear);
    const { visitor } = await house.owner('n08@example.org');
    const shown = await visitor.one(say.enrolTotp);
    unsubscribe('net.client.socket', hear);
    // This very process is the client, too.
    const { port, pool } = house.running;
    const database = Number(new URL(pool.options.connectionString ?? '').port);
    expect([port, database]).to.include.members([...ports]);
    for (const image of [shown['qrSvg'], shown['qrPng']]) {
      expect(image)
        .to.be.a('string')
        .and.not.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    }
  });
});
