import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { hostileText, hostileValues } from '../support/hostile.js';
import * as say from '../support/operations.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { standing } from '../support/tables.js';
import { password, straightTo, Visitor } from '../support/visitor.js';

// prettier-ignore
const refusals = [
  'InvalidCredentials', 'InvalidCode', 'ChallengeClosed', 'SessionEnded', 'SessionNotFound', 'FactorNotFound',
  'EmailRejected', 'PasswordRejected', 'NotAllowed', 'TooManyAttempts', 'EnrolmentNotFound',
];
const queries = new Map(Object.entries(say));

/** One argument of one operation, in a request that is good but for it. */
interface Place {
  readonly operation: string;
  readonly query: string;
  readonly argument: string;
  readonly rest: Readonly<Record<string, unknown>>;
  /** Typed answers to values that are as good as none; refusals are always among them. */
  readonly harmless?: readonly string[];
}

describe('Bad input', function () {
  this.timeout(120_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  let nobody: Visitor;
  /** Signed in with a password alone, with an enrolment begun. */
  let ada: Visitor;
  /** Signed in with two factors. */
  let grace: Visitor;
  /** Half way: a challenge waits in the pending cookie. */
  let half: Visitor;
  let challengeToken: string;
  before(async () => {
    running = await service({}, { instead: { clock } });
    nobody = new Visitor(straightTo(running), 'nobody@example.org');
    ada = await (await new Visitor(straightTo(running), 'ada@example.org').register()).signIn();
    await ada.scan();
    grace = await (await new Visitor(straightTo(running), 'grace@example.org').register()).signIn();
    await grace.enrol(clock.now());
    half = grace.elsewhere('COOKIE');
    challengeToken = (await half.logIn())['challengeToken'] as string;
  });
  after(() => running.close());

  const taken = { email: 'ada@example.org', password };
  const wrong = { email: 'nobody@example.org', password: 'not the password' };
  const places = (): readonly (readonly [Visitor, Place])[] => {
    const place = (
      visitor: Visitor,
      operation: keyof typeof say,
      rest: Place['rest'],
      argument: string,
      more: Partial<Place> = {},
    ) => [visitor, { operation, query: queries.get(operation) ?? '', rest, argument, ...more }] as const;
    const answer = { factor: 'TOTP', code: 'no code', challengeToken };
    return [
      place(nobody, 'register', taken, 'email'),
      place(nobody, 'register', taken, 'password', { harmless: ['RegistrationAccepted'] }),
      place(nobody, 'confirmAddress', {}, 'code'),
      place(nobody, 'requestPasswordReset', {}, 'email', { harmless: ['PasswordResetRequested'] }),
      place(nobody, 'resetPassword', { password }, 'code'),
      place(nobody, 'resetPassword', { code: 'no code' }, 'password'),
      place(nobody, 'reopenSignIn', {}, 'code'),
      place(nobody, 'reopenSignIn', { code: 'no code' }, 'credential'),
      place(nobody, 'thisWasNotMe', {}, 'code'),
      place(ada, 'changePassword', { next: password }, 'current'),
      place(ada, 'changePassword', { current: 'not the password' }, 'next'),
      place(ada, 'changeAddress', {}, 'email', { harmless: ['AddressChangeRequested'] }),
      place(nobody, 'login', wrong, 'email'),
      place(nobody, 'login', { ...wrong, email: 'ada@example.org' }, 'password'),
      place(nobody, 'login', wrong, 'credential'),
      // Nobody's address, so that nothing is hashed for it.
      place(nobody, 'login', { ...wrong, email: 'nobody' }, 'deviceToken'),
      place(half, 'verifyMfa', answer, 'challengeToken'),
      place(half, 'verifyMfa', answer, 'factor'),
      place(half, 'verifyMfa', answer, 'code'),
      place(half, 'verifyMfa', { ...answer, factor: 'BACKUP_CODE' }, 'code'),
      place(half, 'verifyMfa', { ...answer, factor: 'PASSKEY' }, 'code'),
      place(half, 'verifyMfa', answer, 'trustDevice'),
      place(ada, 'stepUp', { password: 'wrong' }, 'assurance'),
      place(ada, 'stepUp', { assurance: 'AAL1' }, 'password'),
      place(ada, 'refreshSession', {}, 'refreshToken'),
      place(nobody, 'logout', {}, 'refreshToken', { harmless: ['LogoutResult'] }),
      place(nobody, 'logout', {}, 'everywhere', { harmless: ['LogoutResult'] }),
      place(ada, 'revokeSession', {}, 'id'),
      place(nobody, 'enrolTotp', {}, 'enrolmentToken'),
      place(ada, 'enrolTotp', {}, 'enrolmentToken'),
      place(ada, 'confirmTotp', {}, 'code'),
      place(ada, 'confirmTotp', { code: 'no code' }, 'label'),
      place(ada, 'confirmTotp', { code: 'no code' }, 'enrolmentToken'),
      place(grace, 'removeFactor', {}, 'id'),
      place(grace, 'renameFactor', { label: 'x' }, 'id'),
      place(grace, 'renameFactor', { id: 'x' }, 'label'),
    ];
  };

  async function attempt(
    visitor: Visitor,
    { operation, query, harmless = [] }: Place,
    variables: object,
  ): Promise<void> {
    const { status, data, errors, text } = await visitor.ask(query, variables as Record<string, unknown>);
    const what = `${operation} ${JSON.stringify(variables).slice(0, 120)} → ${status} ${text.slice(0, 300)}`;
    if (errors) {
      expect(status, what).to.equal(400);
      expect(errors[0]?.extensions?.['code'], what).to.be.oneOf(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);
    } else {
      expect(status, what).to.equal(200);
      expect(data[operation]?.__typename, what).to.be.oneOf([...refusals, ...harmless]);
    }
  }

  /** Everything that counts stays what it was, whatever is done. */
  async function changesNothing(act: () => Promise<void>): Promise<void> {
    const before = await standing(running.pool);
    await act();
    expect(await standing(running.pool)).to.deep.equal(before);
    expect(running.logs.filter((line) => /"level":"(error|fatal)"/.test(line))).to.deep.equal([]);
  }

  it('in any argument of any operation is refused in so many words, and changes nothing', async () => {
    await changesNothing(async () => {
      for (const [visitor, place] of places()) {
        for (const value of [...hostileText, ...hostileValues]) {
          await attempt(visitor, place, { input: { ...place.rest, [place.argument]: value } });
        }
      }
    });
  });

  it('that is missing, null, too much or something else altogether is refused as well', async () => {
    await changesNothing(async () => {
      for (const [visitor, place] of places()) {
        const { rest, argument, operation } = place;
        // Without a token the session of the request begins another enrolment, as it should.
        if (visitor !== ada || operation !== 'enrolTotp')
          await attempt(visitor, place, { input: { ...rest, [argument]: null } });
        const optional = ['logout', 'enrolTotp'].includes(operation);
        for (const input of [[], [[]], 'x', 1, true, { ...rest, [argument]: 'x', surplus: 1 }])
          await attempt(visitor, place, { input });
        if (!optional) for (const variables of [{}, { input: null }]) await attempt(visitor, place, variables);
      }
    });
  });

  it('that was a token once is refused in every place but its own', async () => {
    const { accessToken, refreshToken } = ada.tokens ?? expect.fail('no tokens');
    const changed = (token: string) => [
      token.slice(0, -1),
      `${token}A`,
      ` ${token}x`,
      token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
      token.replace(/^./, (first) => (first === 'e' ? 'f' : 'e')),
      token.toUpperCase(),
    ];
    const strange = [accessToken, ...changed(refreshToken), ...changed(challengeToken), ...changed(accessToken)];
    const slots: readonly (readonly [Visitor, Place['operation'], string, string, object])[] = [
      [ada, 'refreshSession', say.refreshSession, 'refreshToken', {}],
      [half, 'verifyMfa', say.verifyMfa, 'challengeToken', { factor: 'TOTP', code: '123456' }],
      [ada, 'enrolTotp', say.enrolTotp, 'enrolmentToken', {}],
      [ada, 'confirmTotp', say.confirmTotp, 'enrolmentToken', { code: '123456' }],
    ];
    await changesNothing(async () => {
      for (const [visitor, operation, query, argument, rest] of slots) {
        const foreign = argument === 'refreshToken' ? [challengeToken] : [refreshToken];
        if (argument === 'enrolmentToken') foreign.push(challengeToken);
        for (const value of [...strange, ...foreign])
          await attempt(visitor, { operation, query, argument, rest: {} }, { input: { ...rest, [argument]: value } });
      }
      for (const bearer of [refreshToken, challengeToken, ...changed(accessToken)]) {
        const { status, data } = await running.graphql(say.me, {}, { token: bearer });
        expect([status, data['me']], bearer).to.deep.equal([200, null]);
      }
    });
  });

  it('that is larger than 32 KiB is not even read', async () => {
    await changesNothing(async () => {
      const body = JSON.stringify({
        query: say.login,
        variables: { input: { ...wrong, password: 'x'.repeat(32_768) } },
      });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${running.url}/graphql`, { method: 'POST', headers, body });
      expect(answer.status).to.equal(413);
      expect(answer.headers.get('content-type')).to.include('application/problem+json');
    });
  });

  it('leaves everybody who was signed in signed in, and what waits answerable', async () => {
    for (const visitor of [ada, grace]) expect(await visitor.me()).to.include({ email: visitor.email });
    clock.advance(minutes(2));
    expect(await half.verify('no code', challengeToken)).to.include({ __typename: 'InvalidCode', attemptsLeft: 5 });
  });
});
