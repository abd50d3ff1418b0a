import { expect } from 'chai';
import { Besieged } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { password, type Visitor } from '../support/visitor.js';

const json = { 'content-type': 'application/json' };
const unknown = '01920000-0000-7000-8000-000000000000';

describe('Hostile arguments at the real door', function () {
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
  const rows = async (table: string): Promise<number> =>
    Number((await house.running.pool.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count);

  /** Puts `value` into every argument there is, and expects an answer or a refusal, never a fault. */
  async function everywhere(value: unknown): Promise<void> {
    const inputs: readonly (readonly [string, Record<string, unknown>])[] = [
      [say.register, { email: value, password }],
      [say.register, { email: ada.email, password: value }],
      [say.login, { email: value, password }],
      [say.login, { email: 'nobody@example.org', password: value }],
      [say.login, { email: 'nobody@example.org', password: 'x', credential: value }],
      [say.login, { email: value, password: 'x', deviceToken: value }],
      [say.verifyMfa, { challengeToken: value, factor: 'TOTP', code: '000000' }],
      [say.verifyMfa, { factor: value, code: value }],
      [say.refreshSession, { refreshToken: value }],
      [say.stepUp, { assurance: value, password: value }],
      [say.enrolTotp, { enrolmentToken: value }],
      [say.confirmTotp, { code: value, label: value, enrolmentToken: value }],
      [say.confirmTotp, { code: '000000', label: value }],
      [say.confirmAddress, { code: value }],
      [say.requestPasswordReset, { email: value }],
      [say.resetPassword, { code: value, password: value }],
      [say.changePassword, { current: value, next: value }],
      [say.changeAddress, { email: value }],
      [say.reopenSignIn, { code: value, credential: value }],
      [say.thisWasNotMe, { code: value }],
      [say.revokeSession, { id: value }],
      [say.removeFactor, { id: value }],
      [say.renameFactor, { id: value, label: value }],
    ];
    for (const [query, input] of inputs) {
      const answer = await house.running.graphql(query, { input }, { token: ada.tokens?.accessToken });
      expect(answer.status, `${query.slice(0, 60)} ${JSON.stringify(value)}`).to.be.oneOf([200, 202, 400, 413]);
      expect(answer.text).not.to.include('Internal server error');
    }
    const { status } = await house.running.graphql(say.logout, { input: { refreshToken: value, everywhere: value } });
    expect(status).to.be.oneOf([200, 400, 413]);
  }

  it('[J01] a password of any length costs no hash above 1 KiB', async () => {
    const reach = async (length: number) => {
      const began = performance.now();
      const input = { email: 'long@example.org', password: 'p'.repeat(length) };
      const [login, register] = [
        await house.running.graphql(say.login, { input }),
        await house.running.graphql(say.register, { input }),
      ];
      const problem = register.data['register'];
      return { status: login.status, login: login.data['login']?.__typename, problem, ms: performance.now() - began };
    };
    for (const length of [1025, 4096, 30_000]) {
      const { login, problem } = await reach(length);
      expect(login).to.equal('InvalidCredentials');
      expect(problem).to.include({ __typename: 'PasswordRejected', problem: 'TOO_LONG' });
    }
    expect((await reach(2 ** 20)).status).to.equal(413);
    // Nothing was judged, so nothing was counted.
    expect(await house.facts({ type: 'sign-in.refused' })).to.equal(0);
  });

  it('[J04] odd Unicode is answered, makes no second account that looks like the first, and merges none', async () => {
    for (const value of [
      '\ud800',
      'a\udfff@example.org',
      '\u202eada@example.org',
      '\u0000',
      '\ufeff',
      '👩‍👩‍👧‍👦'.repeat(20),
    ]) {
      await everywhere(value);
    }
    const spellings = [
      'ADA@EXAMPLE.ORG',
      ' ada@example.org ',
      'ａｄａ@example.org',
      'ada＠example.org',
      'ada@example。org',
    ];
    for (const email of spellings) {
      const { data } = await house.running.graphql(say.register, {
        input: { email, password: 'a password of my own' },
      });
      const { data: login } = await house.running.graphql(say.login, {
        input: { email, password: 'a password of my own' },
      });
      expect([data['register']?.__typename, login['login']?.__typename], email).to.not.include('Authenticated');
    }
    const { rows: alike } = await house.running.pool.query(`select email from users where email like 'ada%'`);
    expect(alike).to.deep.equal([{ email: 'ada@example.org' }]);
    // A dotless i is another letter, and its owner another person.
    for (const email of ['mike@example.org', 'mıke@example.org']) {
      const input = { email, password: `only for ${email.codePointAt(1)} and nobody` };
      await house.running.graphql(say.register, { input });
      const { data } = await house.running.graphql(say.login, { input });
      expect(data['login']?.['user']).to.include({ email });
    }
    const [composed, apart] = ['pässwörd of many letters', 'pa\u0308sswo\u0308rd of many letters'];
    await house.running.graphql(say.register, { input: { email: 'nfc@example.org', password: composed } });
    const typed = await house.running.graphql(say.login, { input: { email: 'nfc@example.org', password: apart } });
    expect(typed.data['login']?.__typename).to.equal('Authenticated');
  });

  it('[J05] no prototype is touched, wherever one is named', async () => {
    const members = '"__proto__":{"polluted":1,"admin":true},"constructor":{"prototype":{"polluted":1}}';
    for (const body of [
      `{${members},"query":"{ me { id } }"}`,
      `{"query":"{ me { id } }","variables":{${members}}}`,
      `{"query":"mutation ($input: LoginInput!) { login(input: $input) { __typename } }","variables":{"input":{${members},"email":"a@b.c","password":"x"}}}`,
      `{"query":"{ me { id } }","extensions":{${members}}}`,
      `{"query":"{ me { id } }","operationName":"__proto__"}`,
      `{"query":"query __proto__ { __proto__: me { id } }","operationName":"__proto__"}`,
      `{"query":"{ __proto__ { id } constructor toString }"}`,
      '{"__proto__":{"query":"{ me { id } }"}}',
    ]) {
      expect((await send(body)).status, body).to.be.oneOf([200, 400]);
    }
    await send('{"query":"{ me { id } }"}', { ...json, cookie: '__proto__=1; constructor.prototype.polluted=1' });
    await send('{"query":"{ me { id } }"}', json, '/graphql?__proto__[polluted]=1&constructor.prototype.polluted=1');
    await everywhere('__proto__');
    // The service runs in this very process.
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });

  it('[J07] SQL in every argument and every header is text', async () => {
    const before = await rows('users');
    for (const value of [
      `' or '1'='1' --`,
      `'; drop table users cascade; --`,
      `" union select * from keys --`,
      `\\'; select pg_sleep(30); --`,
      `$1::uuid); delete from auth_sessions; --`,
      `${unknown}' or true --`,
      '{"$ne":null}',
      '%27%20or%201=1',
    ]) {
      const began = performance.now();
      await everywhere(value);
      const answer = await send(JSON.stringify({ query: say.me }), {
        ...json,
        'user-agent': value,
        'x-forwarded-for': value,
        'x-request-id': value,
        cookie: `portcullis=${encodeURIComponent(value)}`,
        authorization: `Bearer ${value}`,
      });
      expect(await answer.json()).to.deep.equal({ data: { me: null } });
      expect(performance.now() - began).to.be.below(10_000);
    }
    expect(await rows('users')).to.equal(before);
    expect(await ada.me()).not.to.equal(null);
  });

  it('[J08] no address and no name holds another line', async () => {
    for (const email of [
      'a@example.org\r\nBcc: b@example.org',
      'a\n@example.org',
      'a@example.org\u2028b',
      'a@b.c,d@e.f',
      'a b@c.d',
      '"a\r\nb"@c.d',
    ]) {
      const { data } = await house.running.graphql(say.register, { input: { email, password } });
      expect(data['register']?.__typename, JSON.stringify(email)).to.equal('EmailRejected');
    }
    const visitor = await (await house.visitor('label@example.org').register()).signIn();
    const { confirmed } = await visitor.enrol(house.now, 'Phone\r\nBcc: b@example.org\u2028\u0000\u001b[31m');
    expect((confirmed['factor'] as { label: string }).label).to.equal('Phone Bcc: b@example.org [31m');
  });
});
