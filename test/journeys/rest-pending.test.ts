import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import type { Route } from '../../src/adapters/rest/route.js';
import { routes } from '../../src/adapters/rest/routes.js';
import { at, RestClient } from '../support/rest-client.js';
import { password, RestStage } from '../support/rest-stage.js';

const credentials = ['token', 'cookie'] as const;
const bodies: Readonly<Record<string, object>> = {
  '/auth/mfa/verify': { factor: 'backup-code', code: '0'.repeat(16) },
  '/auth/mfa-token': { code: '0'.repeat(16) },
  '/auth/factors/totp/confirm': { code: '123456' },
};

describe('A pending sign-in', () => {
  let stage: RestStage;
  before(async () => {
    stage = await RestStage.open();
  });
  after(() => stage.close());
  const answer = (client: RestClient, code: string, challengeToken?: string) =>
    client.post('/auth/mfa/verify', { factor: 'totp', code, ...(challengeToken && { challengeToken }) });

  for (const credential of credentials) {
    it(`[B01] [B02] reaches what is partial, and nothing else (${credential})`, async () => {
      const { client } = await stage.pending(credential);
      for (const { method, path, demand } of Object.values<Route>(routes)) {
        if (demand === 'public' || path === '/auth/logout') continue;
        const said = await client.send(path.replace('{id}', 'x'), {
          method: method.toUpperCase(),
          ...(method === 'post' && { body: JSON.stringify(bodies[path] ?? {}) }),
          headers: { ...(method === 'post' && { 'content-type': 'application/json' }) },
        });
        if (demand === 'authenticated') {
          expect([said.status, said.problem], path).to.deep.equal([401, 'mfa-required']);
          expect(at(said, 'challenge.answerAt'), path).to.equal('/auth/mfa/verify');
          expect(said.headers.get('www-authenticate'), path).to.equal(
            credential === 'token' ? 'Bearer error="invalid_token"' : 'Bearer',
          );
        } else expect(said.problem, path).not.to.equal('session-ended');
      }
    });

    it(`says what was proven, and of nobody (${credential})`, async () => {
      const { client, email, name } = await stage.pending(credential);
      const said = await client.get('/auth/session');
      expect(said.status).to.equal(202);
      expect(at(said, 'status')).to.equal('mfa-required');
      expect(at<string[]>(said, 'amr')).to.deep.equal(['pwd']);
      expect(at<object>(said, 'challenge')).to.deep.include({ due: 'second-factor', attemptsLeft: 5 });
      expect(said.text).not.to.include(email).and.not.include(name);
      expect(at<object>(said, 'challenge')).not.to.have.property('token');
    });

    it(`[B05] adds no factor with the password alone (${credential})`, async () => {
      const { client, token } = await stage.pending(credential);
      for (const body of [{}, { challengeToken: token }]) {
        const said = await client.post('/auth/factors/totp', body);
        expect([said.status, said.problem]).to.deep.equal([401, 'mfa-required']);
        const confirmed = await client.post('/auth/factors/totp/confirm', { ...body, code: '123456' });
        expect(confirmed.problem).to.equal('mfa-required');
      }
    });

    it(`[B07] [E01] is dead when it became a session, whose id it never had (${credential})`, async () => {
      const person = await stage.pending(credential);
      const { client, token } = person;
      const copy = new RestClient(client.url);
      copy.bearer = client.bearer;
      copy.cookies.take(client.cookies.header.split('; ').filter(Boolean));
      const signedIn = await answer(client, stage.code(person));
      expect(signedIn.status).to.equal(200);
      expect(client.cookies.names.filter((each) => each.startsWith('portcullis-pending'))).to.deep.equal([]);
      const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
      expect(at(signedIn, 'session.id')).not.to.equal(jti);
      expect((await copy.get('/auth/session')).status).to.equal(401);
      expect((await answer(copy, stage.code(person))).problem).to.equal('challenge-closed');
    });

    it(`is over after five minutes, and after a logout (${credential})`, async () => {
      const late = await stage.pending(credential);
      stage.world.clock.advance(minutes(5));
      expect((await late.client.get('/auth/session')).status).to.equal(401);
      expect((await answer(late.client, stage.code(late))).problem).to.equal('challenge-closed');

      const gone = await stage.pending(credential);
      const copy = new RestClient(gone.client.url);
      copy.bearer = gone.client.bearer;
      copy.cookies.take(gone.client.cookies.header.split('; ').filter(Boolean));
      expect(at<number>(await gone.client.post('/auth/logout'), 'sessionsEnded')).to.equal(0);
      expect((await copy.get('/auth/session')).status).to.equal(401);
      expect((await answer(copy, stage.code(gone))).problem).to.equal('challenge-closed');
    });
  }

  it('[B10] of a browser is answered with its cookie and its challenge, and with neither alone', async () => {
    const person = await stage.pending('cookie');
    const code = stage.code(person);
    const thief = stage.client();
    expect((await answer(thief, code, person.token)).problem).to.equal('challenge-closed');
    const token = { authorization: `Bearer ${person.token}` };
    expect((await thief.get('/auth/session', token)).status).to.equal(401);
    expect((await thief.post('/auth/mfa-token', { code }, token)).problem).to.equal('challenge-closed');
    // Where one token is all a client knows, a browser's challenge is not answered at all.
    for (const headers of [{}, token]) {
      expect((await person.client.post('/auth/mfa-token', { code }, headers)).problem).to.equal('challenge-closed');
    }
    const other = await stage.pending('cookie');
    expect((await answer(other.client, code, person.token)).problem).to.equal('challenge-closed');
    expect((await answer(person.client, code, person.token)).status).to.equal(200);
  });

  it('[B04] takes no step for another one: each challenge is its user’s and its purpose’s', async () => {
    const [ada, grace] = [await stage.signedIn({ totp: true }), await stage.signedIn({ totp: true })];
    stage.world.clock.advance(seconds(30));
    const challengeToken = at(await ada.client.post('/auth/step-up'), 'challenge.token');
    const before = at(await ada.client.get('/auth/session'), 'session.id');
    // Somebody else's code, from somebody else's session, raises nobody.
    const refused = await answer(grace.client, stage.code(grace), challengeToken);
    expect(refused.problem).to.equal('invalid-code');
    expect(at(await ada.client.get('/auth/session'), 'session.id')).to.equal(before);
    expect(at(await grace.client.get('/auth/session'), 'user.email')).to.equal(grace.email);
  });

  it('[B11] is answered by what was offered: the asker does not choose what would do', async () => {
    const { client, email } = await stage.person();
    client.bearer = at(await client.post('/auth/login', { email, password }), 'tokens.accessToken');
    const said = await client.post('/auth/step-up', { assurance: 'aal2', password });
    expect([said.status, said.body['reason']]).to.deep.equal([403, 'no-factor']);
  });

  it('[B14] is judged when it is answered: what ended meanwhile stays ended', async () => {
    const person = await stage.signedIn({ totp: true });
    const challengeToken = at(await person.client.post('/auth/step-up'), 'challenge.token');
    const pending = at(await stage.logIn(person), 'challenge.token');
    stage.world.clock.advance(seconds(30));
    await person.client.post('/auth/logout', { everywhere: true });
    for (const token of [challengeToken, pending]) {
      const bearer = { authorization: `Bearer ${token}` };
      expect((await stage.client().get('/auth/session', bearer)).status).to.equal(401);
      expect((await answer(stage.client(), stage.code(person), token)).problem).to.equal('challenge-closed');
    }
  });

  it('[B14] for a step-up is over with the session that it would raise', async () => {
    const person = await stage.signedIn({ totp: true });
    const token = at(await person.client.post('/auth/step-up'), 'challenge.token');
    const bearer = { authorization: `Bearer ${token}` };
    expect((await stage.client().get('/auth/session', bearer)).status).to.equal(202);
    await person.client.post('/auth/logout');
    expect((await stage.client().get('/auth/session', bearer)).status).to.equal(401);
    expect((await answer(stage.client(), stage.code(person), token)).problem).to.equal('challenge-closed');
  });

  it('[E14] is told in no address: a token in a query is nobody', async () => {
    const { client, token } = await stage.pending();
    client.bearer = undefined;
    for (const name of ['token', 'access_token', 'challengeToken', 'demand', 'partial']) {
      expect((await client.get(`/auth/session?${name}=${token}`)).status, name).to.equal(401);
    }
    expect(stage.world.logged.join('\n')).not.to.include(token);
  });
});
