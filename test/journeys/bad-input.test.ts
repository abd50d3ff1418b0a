import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { minutes } from '../../src/domain/duration.js';
import { hostileText, hostileValues } from '../support/hostile.js';
import * as say from '../support/operations.js';
import { placesOf, type Place } from '../support/places.js';
import { service, type Running } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';
import { standing } from '../support/tables.js';
import { straightTo, Visitor } from '../support/visitor.js';

// prettier-ignore
const refusals = [
  'InvalidCredentials', 'InvalidCode', 'ChallengeClosed', 'SessionEnded', 'SessionNotFound', 'FactorNotFound',
  'EmailRejected', 'PasswordRejected', 'NotAllowed', 'TooManyAttempts', 'EnrolmentNotFound', 'DeviceNotFound',
  'UserNotFound', 'InvalidMachineToken', 'MachineCredentialRejected', 'MachineCredentialNotFound', 'WebhookRejected',
  'WebhookNotFound', 'DeadLetterNotFound', 'PolicyRejected',
];

describe('Bad input', function () {
  this.timeout(120_000);
  const clock = new SetClock(new Date('2031-03-01T12:00:10Z'));
  let running: Running;
  let nobody: Visitor;
  /** Signed in with a password alone, with an enrolment begun. */
  let ada: Visitor;
  /** An administrator, signed in with two factors. */
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
    await running.pool.query(
      `update users set state = state || '{"roles":["admin"]}', version = version + 1 where email = $1`,
      [grace.email],
    );
    half = grace.elsewhere('COOKIE');
    challengeToken = (await half.logIn())['challengeToken'] as string;
  });
  after(() => running.close());

  const places = () => placesOf({ nobody, ada, grace, half, challengeToken });

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

  it('is tried in every argument of every mutation that there is', () => {
    const { Mutation } = buildSchema(readFileSync('schema.graphql', 'utf8')).getTypeMap();
    const mutations = isObjectType(Mutation) ? Object.values(Mutation.getFields()) : [];
    const there = mutations.flatMap(({ name, args }) =>
      args.flatMap((argument) => {
        const input = getNamedType(argument.type);
        if (!isInputObjectType(input)) return [name];
        // Whom a policy is for is tried where it is all there is.
        if (name === 'setPolicy' && argument.name === 'target') return [];
        return Object.keys(input.getFields()).map((field) => `${name} ${field}`);
      }),
    );
    expect(there).to.include.members(['login email', 'grantRole role']);
    expect(new Set(places().map(([, { operation, argument }]) => `${operation} ${argument}`))).to.have.all.keys(
      ...there,
    );
  });

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
        const optional = ['logout', 'enrolTotp', 'createServiceAccount', 'removePolicy'].includes(operation);
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
        variables: { input: { email: 'nobody@example.org', password: 'x'.repeat(32_768) } },
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
