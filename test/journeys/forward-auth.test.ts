import { expect } from 'chai';
import { minutes } from '../../src/domain/duration.js';
import { conforms } from '../support/open-api-judge.js';
import { RestStage } from '../support/rest-stage.js';
import type { RestClient } from '../support/rest-client.js';

const till = { name: 'till', reason: 'It has no keyboard yet', until: '2099-01-31' };
const html = { accept: 'text/html,*/*;q=0.8' };

describe('A check in front of an application', () => {
  let stage: RestStage;
  before(async () => {
    stage = await RestStage.open({
      env: { SIGN_IN_URL: '/sign-in', CHALLENGE_URL: '/prove', BYPASSES: JSON.stringify([till]) },
    });
  });
  after(() => stage.close());

  const check = async (client: RestClient, query = '', headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${stage.world.url}/auth/check${query}`, {
      redirect: 'manual',
      headers: {
        ...(client.bearer && { authorization: `Bearer ${client.bearer}` }),
        ...(client.cookies.header && { cookie: client.cookies.header }),
        ...headers,
      },
    });
    const text = await response.text();
    conforms('GET', '/auth/check', response, text === '' ? undefined : JSON.parse(text));
    const said = (name: string) => response.headers.get(name);
    return { status: response.status, said, text, type: (text && JSON.parse(text).type) as string | undefined };
  };

  it('says who it is, and nothing to be kept', async () => {
    for (const credential of ['token', 'cookie'] as const) {
      const { client, said } = await stage.signedIn({ totp: true }, credential);
      const { user, session } = said.body as { user: { id: string }; session: { id: string } };
      const answer = await check(client, '?mfa&maxAge=300');
      expect(answer.status).to.equal(200);
      expect(answer.said('x-auth-user')).to.equal(user.id);
      expect(answer.said('x-auth-session')).to.equal(session.id);
      expect(answer.said('x-auth-acr')).to.equal('aal2');
      expect(answer.said('x-auth-amr')).to.equal('pwd otp mfa');
      expect(Number(answer.said('x-auth-time')) * 1000).to.equal(stage.world.clock.now().getTime());
      expect(answer.said('cache-control')).to.equal('no-store');
      expect(answer.said('set-cookie')).to.equal(null);
    }
  });

  it('lets nobody in who is nobody, pending, too weak or too late, and tells a browser where to go', async () => {
    const uri = { ...html, 'x-forwarded-uri': '/reports?year=2031' };
    const back = 'returnTo=%2Freports%3Fyear%3D2031';
    const nobody = await check(stage.client(), '?mfa', uri);
    expect([nobody.status, nobody.said('x-auth-location')]).to.deep.equal([401, `/sign-in?${back}`]);
    expect(nobody.said('x-auth-user')).to.equal(null);
    for (const credential of ['token', 'cookie'] as const) {
      const { client } = await stage.pending(credential);
      const pending = await check(client, '', uri);
      expect([pending.status, pending.said('x-auth-location')]).to.deep.equal([401, `/prove?${back}`]);
      expect(pending.type).to.equal('urn:problem-type:portcullis:mfa-required');
    }
    const weak = (await stage.signedIn()).client;
    expect((await check(weak)).status).to.equal(200);
    const refused = await check(weak, '?mfa', uri);
    expect([refused.status, refused.type]).to.deep.equal([401, 'urn:problem-type:portcullis:step-up-required']);
    expect(refused.said('x-auth-location')).to.equal(`/prove?acr_values=aal2&${back}`);
    expect(refused.said('www-authenticate')).to.include('insufficient_user_authentication');

    const late = (await stage.signedIn({ totp: true }, 'cookie')).client;
    stage.world.clock.advance(minutes(6));
    expect((await check(late, '?mfa')).status).to.equal(200);
    expect((await check(late, '?mfa&maxAge=300')).status).to.equal(401);
    expect((await check(late, '?mfa&maxAge=360')).status).to.equal(200);
  });

  it('sends browsers on their way where the proxy says so, and programs never', async () => {
    const sent = await check(stage.client(), '?redirect', { ...html, 'x-forwarded-uri': '/a' });
    expect([sent.status, sent.said('location')]).to.deep.equal([303, '/sign-in?returnTo=%2Fa']);
    const told = await check(stage.client(), '?redirect', { accept: 'application/json' });
    expect([told.status, told.said('location')]).to.deep.equal([401, null]);
  });

  it('[E10] leads nowhere else, whatever is said to be where a browser came from', async () => {
    for (const uri of ['//evil.example', '/\\evil.example', 'https://evil.example/', '/%5cevil.example', '/%2f/evil'])
      expect(
        (await check(stage.client(), '', { ...html, 'x-forwarded-uri': uri })).said('x-auth-location'),
        uri,
      ).to.equal('/sign-in?returnTo=%2F');
  });

  it('refuses a demand that is misspelt or said twice, for passing it over would let people in', async () => {
    const { client } = await stage.signedIn({ totp: true });
    const wrong = ['?mfaa', '?MFA', '?mfa=no', '?mfa=0', '?maxAge', '?maxAge=-1', '?maxAge=1e3', '?mfa&maxage=5', '?maxAge=1&maxAge=2', '?mfa&mfa=']; // prettier-ignore
    for (const query of wrong) expect((await check(client, query)).status, query).to.equal(400);
  });

  it('believes no head that a client made up', async () => {
    const made = { 'x-auth-user': 'root', 'x-auth-acr': 'aal2', 'x-auth-amr': 'mfa', 'x-forwarded-user': 'root' };
    expect((await check(stage.client(), '', made)).status).to.equal(401);
    const { client, said } = await stage.signedIn();
    const answer = await check(client, '', made);
    expect(answer.said('x-auth-user')).to.equal((said.body as { user: { id: string } }).user.id);
    expect(answer.said('x-auth-acr')).to.equal('aal1');
    expect((await check(client, '?mfa', made)).status).to.equal(401);
  });

  it('takes a machine for nobody', async () => {
    const { client } = await stage.signedIn({ totp: true });
    const made = await client.post('/auth/machine-tokens', { scope: 'deploy', days: 1 });
    const access = await client.post('/auth/machine-token', { token: made.body['token'] });
    for (const bearer of [made.body['token'], access.body['accessToken']]) {
      const robot = stage.client();
      robot.bearer = String(bearer);
      expect((await check(robot)).status).to.equal(401);
    }
  });

  it('goes by a bypass that was declared, and tells when it last did', async () => {
    const { client } = await stage.signedIn();
    expect((await check(client, '?mfa&bypass=till')).status).to.equal(200);
    const strong = (await stage.signedIn({ totp: true })).client;
    const { body } = await strong.get('/auth/bypasses');
    const [listed] = body['bypasses'] as { lastUsedAt?: string }[];
    expect(Date.parse(listed?.lastUsedAt ?? '')).to.be.above(0);
  });

  it('is asked with GET, and by pages of ours alone', async () => {
    const url = `${stage.world.url}/auth/check`;
    expect((await fetch(url, { method: 'POST' })).status).to.equal(404);
    const { client } = await stage.signedIn({}, 'cookie');
    expect((await check(client, '', { origin: 'https://evil.example' })).status).to.equal(403);
  });
});
