import { expect } from 'chai';
import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { KeyRing } from '../../src/adapters/credentials/key-ring.js';
import { Seal } from '../../src/adapters/node/seal.js';
import { PostgresKeyStore } from '../../src/adapters/postgres/key-store.js';
import { minutes } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { Besieged } from '../support/besieged.js';
import { es256, forged, genuine, hs256, unsigned, type Signer } from '../support/forged-token.js';
import { sendGraphql } from '../support/graphql-client.js';
import * as say from '../support/operations.js';
import type { Visitor } from '../support/visitor.js';

type Json = Readonly<Record<string, unknown>>;
const secretKey = 'the key of this house and of nobody else';
const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const part = (token: string, index: number): Json =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Json;

describe('Forged tokens at the real door', function () {
  this.timeout(30_000);
  let house: Besieged;
  let ada: Visitor;
  /** What the service gave Ada, in pieces, its own signature, and the public key as anybody gets it. */
  let right = '';
  let [header, claims]: [Json, Json] = [{}, {}];
  let [own, ofChallenges]: [Signer, Signer] = [unsigned, unsigned];
  let published: JsonWebKey[] = [];

  before(async () => {
    house = await Besieged.begin({ SECRET_KEY: secretKey, ISSUER: 'https://auth.example.com' });
    ada = await (await house.visitor('ada@example.org').register()).signIn();
    right = ada.tokens?.accessToken ?? '';
    [header, claims] = [part(right, 0), part(right, 1)];
    const store = new PostgresKeyStore(house.running.pool);
    const seal = new Seal(new Secret(secretKey));
    const ring = await KeyRing.open({ store, seal, clock: house.clock, alg: 'ES256' });
    [own, ofChallenges] = [genuine(ring), genuine(ring, 'challenge')];
    const jwks = await fetch(`${house.running.url}/.well-known/jwks.json`);
    published = ((await jwks.json()) as { keys: JsonWebKey[] }).keys;
  });
  after(() => house.end());

  const isKnown = async (token: string): Promise<boolean> => {
    const { status, data } = await sendGraphql(house.running.url, '{ me { id } }', {}, { token });
    expect(status).to.equal(200);
    return data['me'] !== null;
  };
  const areNobody = async (...tokens: readonly string[]): Promise<void> => {
    for (const [index, token] of tokens.entries()) {
      expect(await isKnown(token), `${index}: ${token.slice(0, 60)}`).to.equal(false);
    }
    expect(await isKnown(right)).to.equal(true);
  };

  it('[D01] no signature, in any spelling of none', async () => {
    // What is refused below is refused for what was changed: so signed it would be right.
    expect(await isKnown(forged(header, claims, own))).to.equal(true);
    const spellings = ['none', 'None', 'NONE', 'nOnE', ' none', '', 'null'];
    await areNobody(...spellings.flatMap((alg) => [unsigned, own].map((by) => forged({ ...header, alg }, claims, by))));
    const [start, payload] = right.split('.');
    await areNobody(`${start}.${payload}.`, `${start}.${payload}`, `${start}.${payload}.AAAA`);
  });

  it('[D02] the published key as an HMAC key, however it is written', async () => {
    const [jwk = {}] = published;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
    const keys = [pem, pem.trim(), `\n${pem}`, JSON.stringify(jwk), jwk.x ?? '', ''];
    await areNobody(
      ...['HS256', 'HS384', 'HS512'].flatMap((alg) =>
        keys.map((key) => forged({ ...header, alg }, claims, hs256(key))),
      ),
    );
  });

  it('[D04] a key of the attacker, in the header or behind a link that is never followed', async () => {
    let asked = 0;
    const trap = createServer(() => (asked += 1));
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/jwks.json`;
    const jwk = attacker.publicKey.export({ format: 'jwk' });
    const links: Json[] = [
      { jwk },
      { jku: url },
      { x5u: url },
      { x5c: ['AAAA'] },
      { jwk, kid: undefined },
      { kid: url },
    ];
    await areNobody(
      ...links.flatMap((link) =>
        [es256(attacker.privateKey), own].map((by) => forged({ ...header, ...link }, claims, by)),
      ),
    );
    expect(asked).to.equal(0);
    await new Promise((resolve) => trap.close(resolve));
  });

  it('[D05] a key id of another house, and key ids that are none', async () => {
    const other = await Besieged.begin({ SECRET_KEY: secretKey, ISSUER: 'https://auth.example.com' });
    const stranger = await (await other.visitor('ada@example.org').register()).signIn();
    const theirs = stranger.tokens?.accessToken ?? '';
    const kids = [part(theirs, 0)['kid'], '', '../../../dev/null', "' or 1=1 --", null, 1, ['x'], { a: 1 }, undefined];
    await areNobody(
      theirs,
      ...kids.map((kid) => forged({ ...header, kid }, claims, own)),
      forged(header, claims, es256(attacker.privateKey)),
    );
    await other.end();
  });

  it('[D07] another audience or issuer, or none', async () => {
    const changed: Json[] = [
      { iss: 'https://evil.example' },
      { iss: 'https://auth.example.com/' },
      { iss: 'HTTPS://AUTH.EXAMPLE.COM' },
      { iss: undefined },
      { iss: ['https://auth.example.com'] },
      { aud: 'https://evil.example' },
      { aud: undefined },
      { aud: [] },
      { aud: '' },
      { aud: 'https://auth.example.com/mfa' },
      { aud: null },
    ];
    await areNobody(...changed.map((change) => forged(header, { ...claims, ...change }, own)));
  });

  it('[D08] every other thing that the service hands out is no access token', async () => {
    const owner = await house.owner('grace@example.org', 'COOKIE');
    const due = await house.visitor(owner.email).logIn();
    const secret = Buffer.from(/portcullis=([^;]+)/.exec(owner.visitor.cookies.header)?.[1] ?? '', 'base64').toString();
    const challenge = due['challengeToken'] as string;
    await areNobody(
      ada.tokens?.refreshToken ?? '',
      challenge,
      (JSON.parse(secret) as { secret: string }).secret,
      Buffer.from(secret).toString('base64'),
      // The claims of one under the type and the key of the other.
      forged(part(challenge, 0), claims, ofChallenges),
      forged({ ...header, alg: 'HS256', kid: part(challenge, 0)['kid'] }, claims, ofChallenges),
      forged({ ...header, typ: 'mfa-challenge+jwt' }, claims, own),
      forged({ ...header, typ: 'JWT' }, claims, own),
      forged(header, part(challenge, 1), own),
    );
  });

  it('[D10] [D11] encrypted, huge and dotted tokens are refused at the usual speed', async () => {
    const began = performance.now();
    const jwe = `${Buffer.from('{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":2147483647,"zip":"DEF"}').toString('base64url')}.a.b.c.d`;
    const deep = `${Buffer.from(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`).toString('base64url')}.${right}`;
    await areNobody(jwe, '.'.repeat(20_000), `${right}${'.a'.repeat(5000)}`, deep, 'A'.repeat(20_000));
    for (const token of ['.'.repeat(1e6), 'A'.repeat(10 * 2 ** 20)]) {
      const status = await fetch(`${house.running.url}/graphql`, { headers: { authorization: `Bearer ${token}` } })
        .then((answer) => answer.status)
        .catch(() => 'cut');
      expect(status).to.be.oneOf([431, 'cut']);
    }
    expect(performance.now() - began).to.be.below(5000);
  });

  it('[D13] expired, not yet valid, without an end, or badly signed as well', async () => {
    const now = Math.floor(house.now.getTime() / 1000);
    const old = { ...claims, iat: now - 3600, exp: now - 3000 };
    const times: Json[] = [
      { exp: now - 1 },
      { exp: undefined },
      { exp: `${now + 300}` },
      { exp: 1e308 },
      { exp: null },
      { nbf: now + 300 },
      { iat: now + 3600 },
    ];
    await areNobody(
      forged(header, old, own),
      forged(header, old, es256(attacker.privateKey)),
      ...times.map((change) => forged(header, { ...claims, ...change }, own)),
    );
  });

  it('[D14] nothing a person can name becomes a claim', async () => {
    const email = "x'mfa_verified'=true&acr=aal2+admin@example.org";
    const visitor = await (await house.visitor(email, 'TOKEN', { 'user-agent': '","acr":"aal2' }).register()).signIn();
    const { acr, amr, mfa_verified: verified, ...rest } = part(visitor.tokens?.accessToken ?? '', 1);
    expect([acr, amr, verified]).to.deep.equal([claims['acr'], ['pwd'], false]);
    const known = ['acr', 'amr', 'mfa_verified', ...Object.keys(rest)].sort();
    expect(known).to.deep.equal(Object.keys(claims).sort());
    expect(JSON.stringify(rest)).not.to.include('admin');
    // And claims that somebody adds raise nobody: the row decides.
    const raised = {
      ...claims,
      acr: 'aal2',
      mfa_verified: true,
      amr: ['pwd', 'otp', 'mfa'],
      scope: 'admin',
      role: 'admin',
    };
    const { data } = await sendGraphql(house.running.url, say.me, {}, { token: forged(header, raised, own) });
    expect(data['me']?.['session']).to.include({ assurance: 'AAL1', mfaVerified: false });
  });

  it('[D16] is nobody’s as soon as its session ends, whichever way', async () => {
    const ends: ((visitor: Visitor) => Promise<unknown>)[] = [
      (visitor) => visitor.one(say.logout),
      (visitor) => visitor.elsewhere().one(say.logout, { refreshToken: visitor.tokens?.refreshToken }),
      (visitor) => visitor.one(say.revokeSession, { id: claimsOf(visitor)['sid'] }),
      async (visitor) => (await visitor.elsewhere().signIn()).enrol(house.now),
      (visitor) => house.change(visitor.email, (user) => user.signOutEverywhere()),
      (visitor) => house.change(visitor.email, (user) => user.disable()),
    ];
    for (const [index, end] of ends.entries()) {
      const visitor = await (await house.visitor(`d16-${index}@example.org`).register()).signIn();
      const token = visitor.tokens?.accessToken ?? '';
      expect(await isKnown(token)).to.equal(true);
      await end(visitor);
      expect(await isKnown(token), String(index)).to.equal(false);
    }
    expect(Number(claims['exp']) - Number(claims['iat'])).to.equal(minutes(5) / 1000);
  });

  it('[D17] publishes no private and no symmetric member', () => {
    expect(published).to.have.length.above(0);
    for (const key of published) {
      expect(Object.keys(key)).to.have.members(['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use']);
      expect(key.kty).to.equal('EC');
    }
  });
});

const claimsOf = (visitor: Visitor): Json => part(visitor.tokens?.accessToken ?? '', 1);
