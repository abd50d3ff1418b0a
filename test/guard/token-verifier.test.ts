import { expect } from 'chai';
import { createPublicKey } from 'node:crypto';
import { hours, minutes, seconds } from '../../src/domain/duration.js';
import { RemoteKeys } from '../../src/guard/remote-keys.js';
import { TokenVerifier } from '../../src/guard/token-verifier.js';
import { es256, forged, hs256, unsigned } from '../support/forged-token.js';
import { accessToken, audience, claimsAt, issuer, KeyServer, signingKey } from '../support/key-server.js';
import { SetClock } from '../support/set-clock.js';

describe('A guard that verifies tokens', () => {
  const [first, second] = [signingKey('first'), signingKey('second')];
  let clock: SetClock;
  let server: KeyServer;
  let tokens: TokenVerifier;

  beforeEach(async () => {
    clock = new SetClock();
    server = await KeyServer.open(first);
    tokens = new TokenVerifier(new RemoteKeys(new URL(server.url)), { issuer, audience });
  });
  afterEach(() => server.close());

  const kindOf = async (token: string): Promise<string> => (await tokens.verify(token, clock.now())).kind;
  const right = (): string => accessToken(first, clock.now());

  it('tells who somebody is, and what they have proven', async () => {
    const found = await tokens.verify(right(), clock.now());
    expect(found).to.deep.include({ kind: 'person', userId: 'ada', sessionId: 'session', assurance: 'aal2' });
    expect(found).to.deep.include({ mfaVerified: true, amr: ['pwd', 'otp', 'mfa'], authenticatedAt: clock.now() });
  });

  it('asks for keys once, however many come at once, and for none while they are fresh', async () => {
    const kinds = await Promise.all(Array.from({ length: 50 }, () => kindOf(right())));
    expect(new Set(kinds)).to.deep.equal(new Set(['person']));
    for (let n = 0; n < 200; n += 1) await kindOf(right());
    expect(server.asked).to.equal(1);
  });

  it('takes a token once learnt by its hash, and not a moment longer than it lives', async () => {
    const token = right();
    const [one, again] = [await tokens.verify(token, clock.now()), await tokens.verify(token, clock.now())];
    expect(again).to.equal(one);
    clock.advance(seconds(299));
    expect(await kindOf(token)).to.equal('person');
    clock.advance(seconds(1));
    expect(await kindOf(token)).to.equal('nobody');
  });

  it('follows a rotation: the new key when it signs, the old one until it is gone', async () => {
    const old = right();
    expect(await kindOf(old)).to.equal('person');
    server.publish(first, second);
    clock.advance(seconds(31));
    expect(await kindOf(accessToken(second, clock.now()))).to.equal('person');
    expect(await kindOf(old)).to.equal('person');
    server.publish(second);
    clock.advance(minutes(5));
    const late = accessToken(first, clock.now());
    expect(await kindOf(accessToken(second, clock.now()))).to.equal('person');
    expect(await kindOf(late)).to.equal('nobody');
  });

  it('forgets what it learnt when the keys change: a revoked key takes its tokens along', async () => {
    const token = accessToken(first, clock.now(), { exp: Math.floor(clock.now().getTime() / 1000) + 3600 });
    expect(await kindOf(token)).to.equal('person');
    server.publish(second);
    clock.advance(minutes(6));
    expect(await kindOf(token)).to.equal('nobody');
  });

  it('asks at most once in 30 s, whatever a flood of unknown keys says', async () => {
    await kindOf(right());
    clock.advance(seconds(30));
    const flood = (): Promise<string[]> =>
      Promise.all(Array.from({ length: 100 }, (_, n) => kindOf(accessToken(signingKey(`no ${n}`), clock.now()))));
    expect(new Set(await flood())).to.deep.equal(new Set(['nobody']));
    clock.advance(seconds(29));
    await flood();
    expect(server.asked).to.equal(2);
    clock.advance(seconds(1));
    await flood();
    expect(server.asked).to.equal(3);
  });

  it('goes on with the keys it has for an hour when the service is gone, then lets nobody in', async () => {
    const life = { exp: Math.floor(clock.now().getTime() / 1000) + 7200 };
    const token = accessToken(first, clock.now(), life);
    expect(await kindOf(token)).to.equal('person');
    server.vanish();
    clock.advance(minutes(59));
    expect(await kindOf(token)).to.equal('person');
    expect(await kindOf(accessToken(first, clock.now(), life))).to.equal('person');
    clock.advance(minutes(1));
    expect(await kindOf(token)).to.equal('undecided');
    server.publish(first);
    clock.advance(seconds(1));
    expect(await kindOf(token)).to.equal('person');
  });

  it('does not hang on a service that does not answer, beyond the first who notices', async () => {
    await kindOf(right());
    clock.advance(minutes(6));
    server.does(() => undefined);
    const began = performance.now();
    expect(await kindOf(right())).to.equal('person');
    expect(performance.now() - began).to.be.lessThan(5000);
    clock.advance(minutes(1));
    const again = performance.now();
    expect(await kindOf(right())).to.equal('person');
    expect(performance.now() - again).to.be.lessThan(500);
  });

  it('cannot tell before it has seen a key, asks again after a second, and not before', async () => {
    server.vanish();
    expect(await kindOf(right())).to.equal('undecided');
    for (let n = 0; n < 20; n += 1) await kindOf(right());
    expect(server.asked).to.equal(1);
    server.publish(first);
    clock.advance(seconds(1));
    expect(await kindOf(right())).to.equal('person');
  });

  it('says it cannot tell where an unknown key may be one that could not be fetched', async () => {
    await kindOf(right());
    server.vanish();
    clock.advance(minutes(1));
    expect(await kindOf(accessToken(second, clock.now()))).to.equal('undecided');
    expect(await kindOf(right())).to.equal('person');
  });

  it('[K05] believes no redirected, oversized, private, empty or broken set of keys', async () => {
    const jwks = JSON.stringify({ keys: [first.jwk] });
    const secret = { ...first.jwk, d: first.signs.export({ format: 'jwk' }).d };
    const lies: readonly (() => void)[] = [
      () => server.says('', 302, { Location: 'http://169.254.169.254/' }),
      () => server.says('', 307, { Location: server.url }),
      () => server.says(jwks, 500),
      () => server.says(jwks + ' '.repeat(70_000)),
      () => server.says(JSON.stringify({ keys: [secret] })),
      () => server.says(JSON.stringify({ keys: [first.jwk, { ...second.jwk, kid: 'first' }] })),
      () => server.says(JSON.stringify({ keys: [{ kty: 'oct', kid: 'first', alg: 'HS256', k: 'c2VjcmV0' }] })),
      () => server.says(JSON.stringify({ keys: [{ ...first.jwk, alg: 'none' }] })),
      () => server.says(JSON.stringify({ keys: [{ ...first.jwk, x: 'AAAA' }] })),
      () => server.says(JSON.stringify({ keys: Array.from({ length: 40 }, () => signingKey().jwk) })),
      () => server.says('{"keys":[]}'),
      () => server.says('{"keys":'),
      () => server.says('null'),
    ];
    for (const lie of lies) {
      lie();
      clock.advance(hours(2));
      expect(await kindOf(right()), String(lie)).to.equal('undecided');
    }
    server.publish(first);
    clock.advance(hours(2));
    expect(await kindOf(right())).to.equal('person');
  });

  it('[B01] refuses every other kind of token, and every other claim', async () => {
    const now = Math.floor(clock.now().getTime() / 1000);
    const pem = createPublicKey(first.signs).export({ type: 'spki', format: 'pem' });
    const header = { alg: 'ES256', typ: 'at+jwt', kid: 'first' };
    const by = es256(first.signs);
    const claims = claimsAt(clock.now());
    const refused: Readonly<Record<string, string>> = {
      'alg none': forged({ ...header, alg: 'none' }, claims, unsigned),
      'alg none in other letters': forged({ ...header, alg: 'NoNe' }, claims, unsigned),
      'HS256 under the public key': forged({ ...header, alg: 'HS256' }, claims, hs256(pem)),
      'another algorithm of the same key': forged({ ...header, alg: 'ES384' }, claims, by),
      'no type': forged({ alg: 'ES256', kid: 'first' }, claims, by),
      'an ID token': forged({ ...header, typ: 'JWT' }, claims, by),
      'a challenge': forged({ ...header, typ: 'mfa-challenge+jwt' }, claims, by),
      'an enrolment': forged({ ...header, typ: 'mfa-enrolment+jwt' }, claims, by),
      'a key of its own': forged({ ...header, jwk: second.jwk }, claims, es256(second.signs)),
      'a key from elsewhere': forged({ ...header, jku: 'https://evil.example/jwks' }, claims, by),
      'something critical': forged({ ...header, crit: ['exp'] }, claims, by),
      'no key id': forged({ alg: 'ES256', typ: 'at+jwt' }, claims, by),
      'a long header': forged({ ...header, kid: 'k'.repeat(600) }, claims, by),
      'another issuer': accessToken(first, clock.now(), { iss: 'https://evil.example' }),
      'another audience': accessToken(first, clock.now(), { aud: 'https://other.example' }),
      'no audience': accessToken(first, clock.now(), { aud: undefined }),
      'no end': accessToken(first, clock.now(), { exp: undefined }),
      'an end that is over': accessToken(first, clock.now(), { exp: now }),
      'a beginning to come': accessToken(first, clock.now(), { nbf: now + 60 }),
      'issued tomorrow': accessToken(first, clock.now(), { iat: now + 86_400 }),
      'proven tomorrow': accessToken(first, clock.now(), { auth_time: now + 86_400 }),
      'no subject': accessToken(first, clock.now(), { sub: '' }),
      'no session': accessToken(first, clock.now(), { sid: undefined }),
      'an unheard-of assurance': accessToken(first, clock.now(), { acr: 'aal3' }),
      'MFA without the assurance': accessToken(first, clock.now(), { acr: 'aal1' }),
      'a machine that proved a second factor': accessToken(first, clock.now(), { amr: ['machine'] }),
      'a refresh token': `${'a'.repeat(36)}.1.${'b'.repeat(43)}`,
      'five parts': `${right()}.a.b`,
      'two parts': right().split('.').slice(0, 2).join('.'),
      'somebody else’s signature': forged(header, claims, es256(second.signs)),
      nothing: '',
      'a book': 'a'.repeat(100_000),
    };
    for (const [what, token] of Object.entries(refused)) expect(await kindOf(token), what).to.equal('nobody');
    expect(await kindOf(right())).to.equal('person');
  });

  it('knows a machine by the mark in its amr', async () => {
    const machine = { amr: ['machine'], acr: undefined, mfa_verified: false, sid: undefined, scope: 'a:read b:write' };
    const found = await tokens.verify(accessToken(first, clock.now(), machine), clock.now());
    expect(found).to.deep.include({ kind: 'machine', userId: 'ada', scopes: ['a:read', 'b:write'] });
  });
});
