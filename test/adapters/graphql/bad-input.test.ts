import { expect } from 'chai';
import type { World } from '../../../src/testing/world.js';
import { graphqlWorld } from '../../support/graphql-world.js';
import * as say from '../../support/operations.js';

const ada = { email: 'ada@example.org', password: 'correct horse battery staple' };
const secret = 'hunter2-hunter2-hunter2';

describe('Bad input over GraphQL', () => {
  let house: World;
  before(async () => {
    house = await graphqlWorld();
    await house.caller().one(say.register, { input: ada });
  });
  after(() => house.close());

  it('[H10] is refused where lists and heaps stand for one value, and repeated in no answer', async () => {
    const heap = Array.from({ length: 1_000_000 }, (_, n) => n);
    for (const input of [heap, { email: heap, password: 'x' }, { ...ada, password: 'x'.repeat(1_000_000) }]) {
      const answer = await house.graphql(say.login, { input });
      expect(answer.status).to.be.oneOf([200, 400]);
      expect(answer.text.length).to.be.lessThan(2000);
    }
  });

  it('[N01] is never repeated, for it may be a password', async () => {
    const wrong: readonly (readonly [string, object?])[] = [
      [say.login, { input: { ...ada, password: [secret] } }],
      [say.login, { input: { ...ada, password: secret, extra: 1 } }],
      [say.login, { input: { email: ada.email, password: secret, credential: secret } }],
      [say.login, { input: secret }],
      [say.login, { input: { password: secret } }],
      [say.verifyMfa, { input: { factor: secret } }],
      [say.verifyMfa, { input: { factor: 'TOTP', code: [secret] } }],
      [`mutation { login(input: { email: "a", password: "${secret}", credential: "${secret}" }) { __typename } }`],
      [`mutation { login(input: "${secret}") { __typename } }`],
      [`mutation { login(input: { email: "a", password: "${secret}" "${secret}" }) { __typename } }`],
      [`mutation { login(input: { email: "a", password: "${secret}\\q" }) { __typename } }`],
      [`mutation { login(input: { email: "a", password: ${secret} }) { __typename } }`],
      [`mutation { verifyMfa(input: { factor: TOTP, trustDevice: "${secret}" }) { __typename } }`],
    ];
    for (const [query, variables] of wrong) {
      const answer = await house.graphql(query, variables);
      expect(answer.status, query).to.equal(400);
      expect(answer.errors.length, query).to.be.greaterThan(0);
      expect(answer.text, answer.text).to.not.include('hunter2');
    }
    expect(house.logged.filter((line) => line.includes('hunter2'))).to.deep.equal([]);
  });

  it('gets a typed answer or a validation error, whatever the argument', async () => {
    const hostile = [
      '',
      ' ',
      '\0',
      '\ud800',
      '\u202e',
      'é'.repeat(300),
      "' or 1=1--",
      '${7*7}',
      '__proto__',
      '../../etc/passwd',
      'a'.repeat(20_000),
      '-1',
      'null',
      'undefined',
      '[object Object]',
      '٠١٢٣٤٥',
      '０１２３４５',
      'eyJhbGciOiJub25lIn0.e30.',
      null,
      0,
      -1,
      Number.MAX_VALUE,
      true,
      [],
      {},
      [[]],
      { __proto__: null },
      ['x'],
    ];
    const arguments_: Readonly<Record<string, readonly [query: string, rest: object, ...names: string[]]>> = {
      register: [say.register, ada, 'email', 'password'],
      confirmAddress: [say.confirmAddress, {}, 'code'],
      requestPasswordReset: [say.requestPasswordReset, {}, 'email'],
      resetPassword: [say.resetPassword, { code: 'no code', password: 'x' }, 'code', 'password'],
      changePassword: [say.changePassword, { current: 'wrong', next: 'x' }, 'current', 'next'],
      changeAddress: [say.changeAddress, {}, 'email'],
      reopenSignIn: [say.reopenSignIn, { code: 'no code' }, 'code', 'credential'],
      thisWasNotMe: [say.thisWasNotMe, {}, 'code'],
      login: [say.login, ada, 'email', 'password', 'credential', 'deviceToken'],
      verifyMfa: [say.verifyMfa, { factor: 'TOTP' }, 'challengeToken', 'factor', 'code', 'trustDevice'],
      stepUp: [say.stepUp, {}, 'assurance', 'password'],
      refreshSession: [say.refreshSession, {}, 'refreshToken'],
      logout: [say.logout, {}, 'everywhere', 'refreshToken'],
      revokeSession: [say.revokeSession, {}, 'id'],
      setLanguage: [say.setLanguage, {}, 'language'],
      enrolTotp: [say.enrolTotp, {}, 'enrolmentToken'],
      confirmTotp: [say.confirmTotp, { code: '123456' }, 'code', 'label', 'enrolmentToken'],
      removeFactor: [say.removeFactor, {}, 'id'],
      renameFactor: [say.renameFactor, { id: 'x', label: 'x' }, 'id', 'label'],
    };
    const caller = house.caller();
    const { tokens } = (await caller.one(say.login, { input: ada })) as unknown as { tokens: { accessToken: string } };
    for (const [operation, [query, rest, ...names]] of Object.entries(arguments_)) {
      // Somebody signed in and nobody reach different code.
      for (const bearer of operation === 'login' || operation === 'logout'
        ? [undefined]
        : [undefined, tokens.accessToken]) {
        caller.bearer = bearer;
        for (const name of names) {
          for (const value of hostile) {
            const { status, data, errors } = await caller.ask(query, { input: { ...rest, [name]: value } });
            const what = `${operation}.${name}: ${JSON.stringify(value)?.slice(0, 40)}`;
            expect(status, what).to.be.oneOf([200, 202, 400]);
            if (status === 400) expect(errors.length, what).to.be.greaterThan(0);
            else expect(data?.[operation]?.__typename, what).to.be.a('string');
          }
        }
      }
    }
  }).timeout(120_000);

  it('gets an error of its own where the body is none', async () => {
    const bodies = [
      undefined,
      null,
      '',
      'query',
      1,
      true,
      {},
      { query: 1 },
      { query: null },
      { query: '' },
      { query: {} },
      { query: say.me, variables: 'x' },
      { query: say.me, variables: [] },
      { query: say.me, operationName: 1 },
      { query: say.me, operationName: 'Unheard' },
      { query: say.me, extensions: 'x' },
      { query: '{ me { id } } query B { me { id } }' },
      { query: 'fragment A on User { id }' },
      { query: '\ud800' },
      { query: '#' },
    ];
    for (const body of bodies) {
      const { status, errors } = await house.caller().send({ body });
      expect(status, JSON.stringify(body)).to.equal(400);
      expect(errors.length, JSON.stringify(body)).to.be.greaterThan(0);
    }
  });
});
