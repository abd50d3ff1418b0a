import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { aWorld, type World } from '../../src/testing/world.js';

type Jwk = Readonly<Record<string, unknown>>;

/** What verifiers that are not ours rely on: Apollo Router, Spring and whoever reads RFC 9068. */
describe('Tokens and keys as other verifiers read them', () => {
  let world: World;
  let token: string;
  before(async () => {
    world = await aWorld().withUser('ada', { totp: true });
    token = (await world.signIn('ada')).bearer ?? '';
  });
  after(() => world.close());

  it('publish each key with its id, its use and its one algorithm', async () => {
    const response = await fetch(`${world.url}/.well-known/jwks.json`);
    expect(response.headers.get('content-type')).to.match(/^application\/jwk-set\+json/);
    const { keys } = (await response.json()) as { keys: readonly Jwk[] };
    for (const key of keys) {
      expect(key).to.include({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
      expect(key).to.have.all.keys('kty', 'crv', 'x', 'y', 'kid', 'alg', 'use');
    }
    const { kid, ...header } = decodeProtectedHeader(token);
    expect(header).to.deep.equal({ alg: 'ES256', typ: 'at+jwt' });
    expect(keys.map((key) => key['kid'])).to.include(kid);
  });

  it('say who, for whom and what was proven, each claim in the shape that is expected of it', () => {
    const claims = decodeJwt(token);
    expect(claims).to.include({ iss: world.url, aud: world.url, acr: 'aal2', mfa_verified: true });
    expect(claims['amr']).to.deep.equal(['pwd', 'otp', 'mfa']);
    for (const name of ['sub', 'sid', 'jti', 'client_id'])
      expect(String(claims[name] ?? ''), name).to.have.length.above(5);
    for (const name of ['iat', 'exp', 'auth_time']) expect(Number.isSafeInteger(claims[name]), name).to.equal(true);
    // Where there are scopes they are words with spaces between (RFC 8693 §4.2): Apollo Router splits no other shape.
    expect(claims['scope'] ?? '').to.be.a('string');
  });
});
