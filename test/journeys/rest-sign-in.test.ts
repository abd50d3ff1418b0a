import { decodeJwt } from 'jose';
import { expect } from 'chai';
import { minutes, seconds } from '../../src/domain/duration.js';
import { Phone } from '../../src/testing/phone.js';
import { at, RestClient, type Said } from '../support/rest-client.js';
import { password, RestStage } from '../support/rest-stage.js';

const credentials = ['token', 'cookie'] as const;

describe('Signing in over REST', () => {
  let stage: RestStage;
  before(async () => {
    stage = await RestStage.open();
  });
  after(() => stage.close());

  for (const credential of credentials) {
    const keep = (client: RestClient, said: Said) => {
      if (credential === 'token') client.bearer = at(said, 'tokens.accessToken');
      return said;
    };

    it(`the whole story: register, enrol, log in, verify, step up, remove, log out (${credential})`, async () => {
      const client = stage.client();
      const email = `grace-${credential}@example.org`;
      const logIn = () => client.post('/auth/login', { email, password, credential });
      expect(at(await client.post('/auth/register', { email, password }), 'email')).to.equal(email);
      expect(at<boolean>(keep(client, await logIn()), 'session.mfaVerified')).to.equal(false);

      const shown = await client.post('/auth/factors/totp');
      expect(at(shown, 'qrPng')).to.match(/^data:image\/png;base64,/);
      const phone = Phone.scan(at(shown, 'uri'));
      const code = () => stage.code({ phone });
      const confirmed = keep(
        client,
        await client.post('/auth/factors/totp/confirm', { code: code(), label: 'My phone' }),
      );
      expect(at<string[]>(confirmed, 'backupCodes')).to.have.length(10);
      expect(at<boolean>(confirmed, 'session.mfaVerified')).to.equal(true);

      client.bearer = undefined;
      const posed = await logIn();
      expect([posed.status, at(posed, 'status'), at(posed, 'challenge.answerAt')]).to.deep.equal([
        202,
        'mfa-required',
        '/auth/mfa/verify',
      ]);
      expect(at<object>(posed, 'challenge')).to.deep.include({
        due: 'second-factor',
        factors: ['totp', 'backup-code'],
        hints: [{ factor: 'totp', label: 'My…' }],
        attemptsLeft: 5,
      });
      if (credential === 'token') client.bearer = at(posed, 'challenge.token');
      const wrong = await client.post('/auth/mfa/verify', { factor: 'backup-code', code: '0'.repeat(16) });
      expect([wrong.status, wrong.problem, wrong.body['attemptsLeft']]).to.deep.equal([401, 'invalid-code', 4]);
      const verified = keep(client, await client.post('/auth/mfa/verify', { factor: 'totp', code: code() }));
      expect(verified.status).to.equal(200);
      expect(at<object>(verified, 'session')).to.include({ credential, assurance: 'aal2', mfaVerified: true });
      expect(at<string[]>(verified, 'session.amr')).to.have.members(['pwd', 'otp', 'mfa']);
      expect(verified.body).to[credential === 'token' ? 'have' : 'not'].property('tokens');

      stage.world.clock.advance(minutes(4));
      keep(client, await raise(client, code, credential));
      const id = at<{ id: string }[]>(await client.get('/auth/session'), 'user.factors')[0]?.id;
      const removed = keep(client, await client.delete(`/auth/factors/${id}`));
      expect(at<object>(removed, 'session')).to.include({ assurance: 'aal1', mfaVerified: false });
      expect(at<unknown[]>(await client.get('/auth/sessions'), 'sessions')).to.have.length(1);
      expect(at<number>(await client.post('/auth/logout'), 'sessionsEnded')).to.equal(1);
      expect((await client.get('/auth/session')).status).to.equal(401);
      expect(client.cookies.names).to.deep.equal([]);
    });

    it(`[E04] a session that was logged out is dead, wherever a copy of it is (${credential})`, async () => {
      const { client } = await stage.signedIn({}, credential);
      const copy = twin(client);
      expect((await copy.get('/auth/session')).status).to.equal(200);
      await client.post('/auth/logout');
      const said = await copy.get('/auth/session');
      expect([said.status, said.problem]).to.deep.equal([401, 'session-ended']);
      expect(said.headers.get('www-authenticate')).to.equal(
        credential === 'token' ? 'Bearer error="invalid_token"' : 'Bearer',
      );
    });

    it(`[E01] signing in while signed in ends the old session when the new one opens (${credential})`, async () => {
      const person = await stage.signedIn({ totp: true }, credential);
      const { client } = person;
      const before = twin(client);
      const posed = await stage.logIn(person, credential);
      expect((await before.get('/auth/session')).status).to.equal(200);
      const challengeToken = at(posed, 'challenge.token');
      const answer = { challengeToken, factor: 'totp', code: stage.code(person) };
      keep(client, await client.post('/auth/mfa/verify', answer));
      expect((await before.get('/auth/session')).status).to.equal(401);
      expect(at<unknown[]>(await client.get('/auth/sessions'), 'sessions')).to.have.length(1);
    });

    it(`a step-up raises to a successor, and the old credential is dead (${credential})`, async () => {
      const { client, said, phone } = await stage.signedIn({ totp: true }, credential);
      const old = twin(client);
      stage.world.clock.advance(minutes(1));
      const raised = await raise(client, () => stage.code({ phone }), credential);
      expect(at(raised, 'session.id')).not.to.equal(at(said, 'session.id'));
      expect(Date.parse(at(raised, 'session.authenticatedAt'))).to.be.above(
        Date.parse(at(said, 'session.authenticatedAt')),
      );
      expect((await old.get('/auth/session')).status).to.equal(401);
      keep(client, raised);
      expect((await client.get('/auth/session')).status).to.equal(200);
      if (credential === 'token') {
        const claims = decodeJwt(at(raised, 'tokens.accessToken'));
        expect(claims).to.include({ acr: 'aal2', mfa_verified: true });
        expect(Number(claims['auth_time']) * 1000).to.equal(Date.parse(at(raised, 'session.authenticatedAt')));
      }
    });
  }

  it('with one token: the pre-authenticated one answers the challenge, and nothing else', async () => {
    const person = await stage.person({ totp: true });
    const { client, email } = person;
    const posed = await client.post('/auth/token', { email, password });
    expect([posed.status, at(posed, 'authenticationStatus')]).to.deep.equal([202, 'PRE_AUTHENTICATED_MFA_REQUIRED']);
    const claims = decodeJwt(at(posed, 'token'));
    expect(claims['authorities']).to.deep.equal(['PRE_AUTHENTICATED_MFA_REQUIRED']);
    expect(Number(claims.exp) - Number(claims.iat)).to.equal(300);
    expect(claims).not.to.have.property('sub');
    client.bearer = at(posed, 'token');
    expect((await client.get('/auth/sessions')).problem).to.equal('mfa-required');
    const full = await client.post('/auth/mfa-token', { code: stage.code(person) });
    expect([full.status, at(full, 'authenticationStatus')]).to.deep.equal([200, 'AUTHENTICATED']);
    client.bearer = at(full, 'token');
    expect(at<boolean>(await client.get('/auth/session'), 'session.mfaVerified')).to.equal(true);
    const refreshed = await client.post('/auth/refresh', { refreshToken: at(full, 'refreshToken') });
    expect(at<boolean>(refreshed, 'session.mfaVerified')).to.equal(true);
  });

  it('with one token and a backup code, told by its shape', async () => {
    const { client, email, name } = await stage.person({ totp: true });
    const [code = ''] = stage.world.backupCodesOf(name);
    const challengeToken = at(await client.post('/auth/token', { email, password }), 'token');
    expect((await client.post('/auth/mfa-token', { challengeToken, code })).status).to.equal(200);
    const again = at(await client.post('/auth/token', { email, password }), 'token');
    const spent = await client.post('/auth/mfa-token', { challengeToken: again, code });
    expect([spent.status, spent.problem]).to.deep.equal([401, 'invalid-code']);
    expect(spent.body).not.to.have.property('nextCodeAt');
  });

  it('says when the next code is shown, and takes each code once', async () => {
    const person = await stage.pending();
    const code = stage.code(person);
    await person.client.post('/auth/mfa/verify', { factor: 'totp', code });
    const challengeToken = at(await stage.logIn(person), 'challenge.token');
    const replayed = await person.client.post('/auth/mfa/verify', { challengeToken, factor: 'totp', code });
    expect(replayed.problem).to.equal('invalid-code');
    const next = Date.parse(at(replayed, 'nextCodeAt')) - stage.world.clock.now().getTime();
    expect(next).to.be.within(1, seconds(30));
  });

  it('tells an unknown address and a wrong password apart in nothing', async () => {
    const { email } = await stage.person({ totp: true });
    const ask = async (address: string) => {
      const { status, body, headers } = await stage.client().post('/auth/login', { email: address, password: 'wrong' });
      return { status, body: { ...body, requestId: '' }, names: [...headers.keys()].sort() };
    };
    expect(await ask(email)).to.deep.equal(await ask('unheard-of@example.org'));
  });

  it('where policy demands a first authenticator: the challenge enrols it, and that signs in', async () => {
    const mandatory = await RestStage.open({ env: { MFA: 'required' } });
    try {
      for (const credential of credentials) {
        const person = await mandatory.person();
        const { client } = person;
        const posed = await mandatory.logIn(person, credential);
        expect([posed.status, at(posed, 'status'), at(posed, 'challenge.answerAt')]).to.deep.equal([
          202,
          'enrolment-required',
          '/auth/factors/totp',
        ]);
        if (credential === 'token') client.bearer = at(posed, 'challenge.token');
        const phone = Phone.scan(at(await client.post('/auth/factors/totp'), 'uri'));
        const done = await client.post('/auth/factors/totp/confirm', { code: mandatory.code({ phone }) });
        expect(at<boolean>(done, 'session.mfaVerified')).to.equal(true);
        if (credential === 'token') client.bearer = at(done, 'tokens.accessToken');
        const id = at<{ id: string }[]>(done, 'user.factors')[0]?.id;
        // The token in the body counts, whoever sends it: a session of one's own is not meant then.
        const other = await mandatory.person();
        const challengeToken = at(await mandatory.logIn({ ...other, client: mandatory.client() }), 'challenge.token');
        const theirs = Phone.scan(at(await client.post('/auth/factors/totp', { challengeToken }), 'uri'));
        expect(theirs.account).to.equal(other.email);

        const kept = await client.delete(`/auth/factors/${id}`);
        expect([kept.status, kept.body['reason']]).to.deep.equal([403, 'required-by-policy']);
      }
    } finally {
      await mandatory.close();
    }
  });
});

/** Proves the second factor again. */
async function raise(client: RestClient, code: () => string, credential: (typeof credentials)[number]): Promise<Said> {
  const posed = await client.post('/auth/step-up');
  expect(posed.status).to.equal(202);
  const challengeToken = at(posed, 'challenge.token');
  // The access token may stay where a client always sends it.
  const named = credential === 'token' ? { challengeToken } : {};
  const raised = await client.post('/auth/mfa/verify', { ...named, factor: 'totp', code: code() });
  expect(raised.status, raised.text).to.equal(200);
  return raised;
}

/** Whoever has copied everything that a client holds. */
function twin(client: RestClient): RestClient {
  const copy = new RestClient(client.url);
  copy.bearer = client.bearer;
  copy.cookies.take(client.cookies.header.split('; ').filter(Boolean));
  return copy;
}
