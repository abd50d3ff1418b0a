import { expect } from 'chai';
import { Spans } from '../../src/adapters/memory/spans.js';
import type { Variables } from '../../src/config.js';
import { after, minutes, seconds } from '../../src/domain/duration.js';
import type { Digest } from '../../src/domain/ids.js';
import { LimitKey } from '../../src/domain/throttle/limit.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { sendGraphql, type Answer } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import { password } from '../support/visitor.js';
import { tally } from '../support/besieged.js';

/** Behind a proxy that says where everybody comes from. */
const proxied: Variables = { TRUST_PROXY: '1', LIMIT_LOGIN_PER_CLIENT: '4', LIMIT_LOGIN_PER_ADDRESS: '3' };

describe('Trying often', () => {
  let world: World;
  const open = async (env: Variables = proxied): Promise<void> => {
    world = await aWorld({ env }).withUser('ada', { password });
  };
  afterEach(() => world.close());

  const send = (query: string, input: object, from = '192.0.2.1', headers: Readonly<Record<string, string>> = {}) =>
    sendGraphql(world.url, query, { input }, { headers: { 'x-forwarded-for': from, ...headers } });
  const logIn = (
    email: string,
    from?: string,
    secret = 'a wrong password',
    headers?: Readonly<Record<string, string>>,
  ) => send(say.login, { email, password: secret }, from, headers);
  const said = ({ data }: Answer): string => Object.values(data)[0]?.__typename ?? 'nothing';
  const rest = (path: string, body: object, from = '192.0.2.1'): Promise<Response> => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
    return fetch(`${world.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const facts = (type: string) => world.facts().filter((fact) => fact.type === type);

  it('[I07] of one account by fifty honest people at once is no attack', async () => {
    await open({ ...proxied, LIMIT_LOGIN_PER_CLIENT: '50' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => logIn('ada@example.org', undefined, password)));
    expect(tally(answers.map(said))).to.deep.equal({ Authenticated: 50 });
    // And the next wrong one is the first that counts against the address.
    expect(said(await logIn('ada@example.org', '192.0.2.2'))).to.equal('InvalidCredentials');
  });

  it('[I08] one password on every account ends with the client’s limit, at GraphQL and REST, and is told once', async () => {
    await open();
    const answers = [];
    for (let n = 0; n < 12; n += 1) answers.push(await logIn(`somebody-${n}@example.org`));
    expect(answers.map(said)).to.deep.equal([
      ...Array(4).fill('InvalidCredentials'),
      ...Array(8).fill('TooManyAttempts'),
    ]);
    expect(answers.at(-1)?.headers.get('retry-after')).to.equal('60');
    const byRest = await rest('/auth/login', { email: 'ada@example.org', password, credential: 'token' });
    expect([byRest.status, byRest.headers.get('retry-after')]).to.deep.equal([429, '60']);
    expect(facts('limit.reached')).to.deep.equal([{ type: 'limit.reached', bucket: 'login-client' }]);
    expect(facts('sign-in.refused')).to.have.length(4);

    // Another client is none the worse for it, and the same one may come back.
    expect(said(await logIn('ada@example.org', '192.0.2.2', password))).to.equal('Authenticated');
    world.clock.advance(minutes(1));
    expect(said(await logIn('ada@example.org', undefined, password))).to.equal('Authenticated');
  });

  it('of one address by many clients ends with the address’s limit, whether or not anybody has it', async () => {
    const runs = [];
    for (const email of ['ada@example.org', 'nobody@example.org', 'ADA@Example.org ']) {
      await open();
      const answers = [];
      for (let n = 0; n < 6; n += 1) answers.push(await logIn(email, `192.0.2.${n + 10}`));
      runs.push(answers.map((answer) => [answer.status, said(answer), answer.headers.get('retry-after'), answer.text]));
      expect(facts('limit.reached')).to.deep.equal([{ type: 'limit.reached', bucket: 'login-address' }]);
      await world.close();
    }
    await open();
    const [known, unknown, otherwise] = runs;
    expect(known?.map(([, answer]) => answer)).to.deep.equal([
      ...Array(3).fill('InvalidCredentials'),
      ...Array(3).fill('TooManyAttempts'),
    ]);
    const still = (run: typeof known) =>
      run?.map((answer) => answer.map((part) => String(part).replace(/"retryAt":"[^"]*"/, '')));
    expect(still(unknown)).to.deep.equal(still(known));
    expect(still(otherwise)).to.deep.equal(still(known));
  });

  it('[I11] what a client hears is its own, whatever becomes of the address it names', async () => {
    await open({ ...proxied, LIMIT_LOGIN_PER_CLIENT: '60' });
    const hears = (answer: Answer | Response) => [
      answer.headers.get('ratelimit-policy'),
      answer.headers.get('ratelimit'),
    ];
    expect(hears(await logIn('ada@example.org'))).to.deep.equal(['"login";q=60;w=60', '"login";r=59;t=60']);
    for (let n = 0; n < 9; n += 1) await logIn('ada@example.org', `192.0.2.${n + 10}`);
    await logIn('ada@example.org', '192.0.2.99', password);
    world.clock.advance(seconds(20));
    expect(hears(await logIn('ada@example.org'))).to.deep.equal(['"login";q=60;w=60', '"login";r=58;t=40']);
    expect(hears(await logIn('nobody@example.org'))).to.deep.equal(['"login";q=60;w=60', '"login";r=57;t=40']);
    const byRest = await rest('/auth/login', { email: 'ada@example.org', password, credential: 'token' });
    expect(hears(byRest)).to.deep.equal(['"login";q=60;w=60', '"login";r=56;t=40']);
    const verified = await send(say.verifyMfa, { challengeToken: 'none', factor: 'TOTP', code: '123456' });
    expect(hears(verified)).to.deep.equal([null, null]);
    // When others began with the address is nobody's business either: a whole minute is told.
    expect((await logIn('ada@example.org')).headers.get('retry-after')).to.equal('60');
  });

  it('[K01] under made-up addresses is trying under one’s own', async () => {
    await open({ LIMIT_LOGIN_PER_CLIENT: '4' });
    const answers = [];
    for (let n = 0; n < 6; n += 1)
      answers.push(
        await logIn(`somebody-${n}@example.org`, `198.51.100.${n}`, undefined, {
          'x-real-ip': `203.0.113.${n}`,
          forwarded: `for=203.0.113.${n}`,
        }),
      );
    expect(answers.map(said).slice(4)).to.deep.equal(['TooManyAttempts', 'TooManyAttempts']);
  });

  it('[K02] from every address of a /64, however it is written, is trying from one', async () => {
    await open();
    const from = async (...addresses: readonly string[]) => {
      const answers = [];
      for (const address of addresses) answers.push(said(await logIn(`x-${answers.length}@example.org`, address)));
      return tally(answers);
    };
    expect(
      await from(
        '2001:db8:1:2::1',
        '2001:DB8:1:2:ffff::',
        '2001:db8:0001:0002:0:0:0:3',
        '2001:db8:1:2::192.0.2.1',
        '2001:db8:1:2::5',
      ),
    ).to.deep.equal({ InvalidCredentials: 4, TooManyAttempts: 1 });
    world.clock.advance(minutes(1));
    expect(await from('2001:db8:1:3::1')).to.deep.equal({ InvalidCredentials: 1 });
    expect(
      await from('192.0.2.7', '::ffff:192.0.2.7', '::ffff:c000:207', '0:0:0:0:0:ffff:c000:0207', '192.0.2.7'),
    ).to.deep.equal({ InvalidCredentials: 4, TooManyAttempts: 1 });
  });

  it('an office that shares one address has its number raised, and with it everything that follows from it', async () => {
    await open({ TRUST_PROXY: '1', LIMIT_LOGIN_PER_CLIENT: '400' });
    const { limits } = world.needs().policy;
    expect([
      limits['login-client'].most,
      limits['verify-client'].most,
      limits['registration-client'].most,
    ]).to.deep.equal([400, 400, 400]);
    await world.close();
    await open({ LIMIT_LOGIN_PER_CLIENT: '400', LIMIT_REGISTER_PER_CLIENT: '7' });
    expect(world.needs().policy.limits['registration-client'].most).to.equal(7);
  });

  it('registrations count by client, and say nothing about addresses', async () => {
    await open({ ...proxied, LIMIT_REGISTER_PER_CLIENT: '3' });
    const answers = [];
    for (const email of [
      'ada@example.org',
      'new@example.org',
      'ada@example.org',
      'newer@example.org',
      'ada@example.org',
    ])
      answers.push(await send(say.register, { email, password }));
    expect(answers.map(said)).to.deep.equal([
      ...Array(3).fill('RegistrationAccepted'),
      ...Array(2).fill('TooManyAttempts'),
    ]);
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).to.deep.equal(
      [2, 1, 0, 0, 0].map((left) => `"registration";r=${left};t=60`),
    );
    const byRest = await rest('/auth/register', { email: 'newest@example.org', password });
    expect([byRest.status, byRest.headers.get('ratelimit')]).to.deep.equal([429, '"registration";r=0;t=60']);
  });

  it('wrong second factors count by client, whoever’s they are, and right ones do not', async () => {
    world = await aWorld({ env: { ...proxied, LIMIT_VERIFY_PER_CLIENT: '2' } }).withUser('ada', {
      totp: true,
      password,
    });
    const verify = async (code: string, from: string) => {
      const { data } = await logIn('ada@example.org', from, password);
      const challengeToken = data['login']?.['challengeToken'];
      const answer = await send(say.verifyMfa, { challengeToken, factor: 'TOTP', code }, from);
      return [said(answer), answer.headers.get('ratelimit')];
    };
    expect(await verify('000000', '192.0.2.1')).to.deep.equal(['InvalidCode', '"verify";r=1;t=60']);
    expect(await verify('000000', '192.0.2.1')).to.deep.equal(['InvalidCode', '"verify";r=0;t=60']);
    expect(await verify(world.phoneOf('ada').code(), '192.0.2.1')).to.deep.equal([
      'TooManyAttempts',
      '"verify";r=0;t=60',
    ]);
    expect(await verify(world.phoneOf('ada').code(), '192.0.2.2')).to.deep.equal([
      'Authenticated',
      '"verify";r=2;t=60',
    ]);
  });

  it('[I10] under a million names costs no more memory than some, and makes nobody’s count forgotten', async () => {
    await open();
    const now = new Date('2026-03-01T12:00:00.000Z');
    const limit = { most: 5, per: minutes(1) };
    const key = (name: string) => LimitKey.of('login-address', name as Digest);
    const spans = new Spans(1000);
    for (let n = 0; n < 5; n += 1) spans.take(key('ada'), limit, now);
    for (let n = 0; n < 1_000_000; n += 1) spans.take(key(`name ${n}`), limit, now);
    expect(spans.size).to.be.at.most(1000);
    expect(spans.take(key('ada'), limit, now).admitted).to.equal(false);
    // Those who came when there was no room share one count.
    expect(spans.take(key('somebody new'), limit, now).admitted).to.equal(false);
    expect(spans.take(key('somebody new'), limit, after(now, minutes(1))).admitted).to.equal(true);
    expect(spans.size).to.be.below(10);

    // Nor are there rows for names that nobody judges any more.
    for (let n = 0; n < 50; n += 1) await logIn(`name-${n}@example.org`);
    expect(facts('sign-in.refused')).to.have.length(4);
  });
});
