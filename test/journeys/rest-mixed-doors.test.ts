import { expect } from 'chai';
import { sendGraphql } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import { at, type RestClient } from '../support/rest-client.js';
import { password, RestStage } from '../support/rest-stage.js';

describe('REST and GraphQL', () => {
  let stage: RestStage;
  beforeEach(async () => {
    stage = await RestStage.open();
  });
  afterEach(() => stage.close());

  const graphql = async ({ url, cookies, bearer }: RestClient, query: string, input: Record<string, unknown>) => {
    const { data, text } = await sendGraphql(url, query, { input }, { cookies, token: bearer });
    return Object.values(data)[0] ?? expect.fail(text);
  };

  for (const credential of ['token', 'cookie'] as const) {
    const named = (challengeToken: string) => (credential === 'token' ? { challengeToken } : {});

    it(`answer each other’s challenges (${credential})`, async () => {
      const person = await stage.person({ totp: true });
      const { client, email } = person;
      const input = { email, password, credential: credential.toUpperCase() };
      const asked = await graphql(client, say.login, input);
      const token = String(asked['challengeToken']);
      const verified = await client.post('/auth/mfa/verify', {
        ...named(token),
        factor: 'totp',
        code: stage.code(person),
      });
      expect(verified.status).to.equal(200);

      const posed = await stage.logIn(person, credential);
      const answer = { ...named(at(posed, 'challenge.token')), factor: 'TOTP', code: stage.code(person) };
      expect((await graphql(client, say.verifyMfa, answer)).__typename).to.equal('Authenticated');
    });

    it(`[A07] count wrong answers of one challenge together (${credential})`, async () => {
      const person = await stage.person({ totp: true });
      const { client } = person;
      const given = named(at(await stage.logIn(person, credential), 'challenge.token'));
      const code = '0'.repeat(16);
      const left: unknown[] = [];
      for (let tries = 0; tries < 4; tries += 1) {
        const rest = await client.post('/auth/mfa/verify', { ...given, factor: 'backup-code', code });
        const other = await graphql(client, say.verifyMfa, { ...given, factor: 'BACKUP_CODE', code });
        left.push(rest.body['attemptsLeft'] ?? rest.problem, other['attemptsLeft'] ?? other.__typename);
      }
      expect(left.slice(0, 6)).to.deep.equal([4, 3, 2, 1, 0, 'ChallengeClosed']);
    });
  }

  it('[A07] count wrong answers of one person together, over every place that judges one', async () => {
    const person = await stage.person({ totp: true });
    const { client, email } = person;
    const code = '0'.repeat(16);
    const places = [
      async () => {
        const challengeToken = at(await stage.logIn(person), 'challenge.token');
        return (await client.post('/auth/mfa/verify', { challengeToken, factor: 'backup-code', code })).status === 429;
      },
      async () => {
        const challengeToken = at(await client.post('/auth/token', { email, password }), 'token');
        return (await client.post('/auth/mfa-token', { challengeToken, code })).status === 429;
      },
      async () => {
        const { challengeToken } = await graphql(client, say.login, { email, password });
        const answer = { challengeToken, factor: 'BACKUP_CODE', code };
        return (await graphql(client, say.verifyMfa, answer)).__typename === 'TooManyAttempts';
      },
    ];
    let tries = 0;
    for (let barred = false; !barred; tries += 1) {
      expect(tries, 'no place has a budget of its own').to.be.below(8);
      barred = (await places[tries % places.length]?.()) ?? false;
    }
    for (const place of places) expect(await place()).to.equal(true);
  });

  it('[A07] count wrong passwords together', async () => {
    const { client, email } = await stage.person();
    const wrong = { email, password: 'a wrong password' };
    const tries = [
      async () => (await client.post('/auth/login', wrong)).status === 429,
      async () => (await client.post('/auth/token', wrong)).status === 429,
      async () => (await graphql(client, say.login, wrong)).__typename === 'TooManyAttempts',
    ];
    const barred: boolean[] = [];
    for (let each = 0; each < 9; each += 1) barred.push((await tries[each % tries.length]?.()) ?? false);
    expect(barred.indexOf(true)).to.be.within(5, 6);
    expect(barred.slice(-3)).to.deep.equal([true, true, true]);
    const { __typename } = await graphql(client, say.login, { email, password });
    expect(__typename, 'not even the right one is judged').to.equal('TooManyAttempts');
  });

  it('[A07] count a device’s wrong passwords together, a step-up’s among them', async () => {
    const { client, email, said } = await stage.signedIn();
    const wrong = 'a wrong password';
    const tries = [
      () => client.post('/auth/login', { email, password: wrong, deviceToken: at(said, 'deviceToken') }),
      () => client.post('/auth/step-up', { assurance: 'aal1', password: wrong }),
    ];
    const known = async () => ((await client.get('/auth/devices')).body as { devices: unknown[] }).devices.length;
    for (let each = 0; each < 5; each += 1) {
      expect(await known()).to.equal(1);
      expect((await tries[each % tries.length]?.())?.status).to.equal(401);
    }
    expect(await known(), 'it is forgotten, and a stranger from here on').to.equal(0);
  });

  it('know each other’s sessions, and end them', async () => {
    const { client, email } = await stage.signedIn({}, 'cookie');
    const { data } = await sendGraphql(client.url, say.me, {}, { cookies: client.cookies });
    expect(data['me']).to.include({ email });
    expect(await graphql(client, say.logout, {})).to.include({ sessionsEnded: 1 });
    expect((await client.get('/auth/session')).status).to.equal(401);
  });
});
