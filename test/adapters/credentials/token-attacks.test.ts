import { generateKeyPairSync } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { expect } from 'chai';
import type { DeviceLabel } from '../../../src/domain/client.js';
import { minutes } from '../../../src/domain/duration.js';
import { Secret } from '../../../src/domain/secret.js';
import { sessionView } from '../../../src/testing/credential-issuer.contract.js';
import { es256, forged, genuine, hs256, unsigned } from '../../support/forged-token.js';
import { keyRoom, names, type Room } from '../../support/key-room.js';

const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('Attacks on access tokens', () => {
  let room: Room;
  let header: { readonly alg: string; readonly typ: string; readonly kid: string };
  let claims: Readonly<Record<string, unknown>>;
  let right: string;

  beforeEach(async () => {
    room = await keyRoom();
    right = await issued(room);
    [header, claims] = right.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  });

  async function issued({ issuer, clock }: Room): Promise<string> {
    const credential = await issuer.issue(sessionView('token', clock.now()), new Secret('secret'), clock.now());
    return credential.accessToken.reveal();
  }
  const reads = async (token: string, at = room.clock.now()): Promise<boolean> =>
    (await room.issuer.read({ kind: 'token', accessToken: new Secret(token) }, at)) !== undefined;

  it('[D01] alg none, in any spelling, with and without a signature', async () => {
    expect(await reads(right)).to.equal(true);
    for (const alg of ['none', 'None', 'NONE', 'nOnE', ' none', 'none ', 'none\0', 'ⓝone']) {
      for (const by of [unsigned, genuine(room.ring)]) {
        expect(await reads(forged({ ...header, alg }, claims, by))).to.equal(false);
      }
    }
  });

  it('[D02] a public key used as an HMAC key, however it is written', async () => {
    const { verifies, public: jwk } = room.ring.active('signing');
    const pem = verifies.export({ type: 'spki', format: 'pem' }).toString();
    const der = verifies.export({ type: 'spki', format: 'der' });
    for (const key of [pem, `\n${pem}`, ` ${pem}`, pem.trim(), der, der.toString('base64'), JSON.stringify(jwk), '']) {
      for (const kid of [header.kid, room.ring.active('challenge').id]) {
        expect(await reads(forged({ ...header, alg: 'HS256', kid }, claims, hs256(key)))).to.equal(false);
      }
    }
  });

  it('[D04] a key of the attacker in the header, or a link to one: refused, and nobody is asked', async () => {
    const asked: unknown[] = [];
    const listen = (message: unknown) => asked.push(message);
    const doors = ['undici:request:create', 'net.client.socket', 'http.client.request.created'].map(channel);
    for (const door of doors) door.subscribe(listen);
    const jwk = attacker.publicKey.export({ format: 'jwk' });
    const url = 'http://127.0.0.1:9/keys.json';
    for (const member of [{ jwk }, { jku: url }, { x5u: url }, { x5c: ['MIIB'] }]) {
      expect(await reads(forged({ ...header, ...member }, claims, es256(attacker.privateKey)))).to.equal(false);
    }
    for (const door of doors) door.unsubscribe(listen);
    expect(asked).to.deep.equal([]);
  });

  it('[D05] a key id of another issuer', async () => {
    const other = await keyRoom({ names: { ...names, issuer: 'https://auth.other.example' } });
    const theirs = await issued(other);
    expect(await reads(theirs)).to.equal(false);
    const kid = other.ring.active('signing').id;
    expect(await reads(forged({ ...header, kid }, claims, genuine(other.ring)))).to.equal(false);
    expect(await reads(forged(header, claims, genuine(other.ring)))).to.equal(false);
    // The same keys under another name are another issuer still.
    const renamed = await keyRoom({ store: room.store, names: { ...names, issuer: 'https://auth.other.example' } });
    expect(await reads(await issued(renamed))).to.equal(false);
  });

  it('[D07] a wrong or missing audience or issuer', async () => {
    for (const change of [
      { aud: undefined },
      { aud: 'https://other.example.com' },
      { aud: [] },
      { aud: [`${names.audience}.evil.example`] },
      { aud: names.audience.slice(0, -1) },
      { iss: undefined },
      { iss: `${names.issuer}.evil.example` },
      { iss: [names.issuer] },
    ]) {
      expect(await reads(forged(header, { ...claims, ...change }, genuine(room.ring)))).to.equal(false);
    }
  });

  it('[D10] encrypted tokens and bombs: refused in less than a millisecond', async () => {
    const bombs = [
      { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2_147_483_647, p2s: 'AAAA' },
      { alg: 'dir', enc: 'A256GCM', zip: 'DEF' },
      { alg: 'RSA-OAEP', enc: 'A256GCM' },
    ].map((bomb) => `${Buffer.from(JSON.stringify(bomb)).toString('base64url')}.AAAA.AAAA.${'A'.repeat(4000)}.AAAA`);
    expect(await swiftest(bombs)).to.be.lessThan(1);
  });

  it('[D11] a million dots, ten megabytes and deep nesting: refused in less than a millisecond', async () => {
    // With something to recall, each of them would be hashed if its length were not looked at first.
    expect(await reads(right)).to.equal(true);
    const deep = forged(`{"alg":${'['.repeat(2000)}${']'.repeat(2000)}}`, claims, unsigned);
    const bombs = ['.'.repeat(1_000_000), `${right.split('.')[0]}.${'A'.repeat(10 * 1024 * 1024)}.AAAA`, `${deep}AAAA`];
    expect(await swiftest(bombs)).to.be.lessThan(1);
  });

  /** The best of a few, of the slowest of them: what the code costs, not what the machine was doing. */
  async function swiftest(tokens: readonly string[]): Promise<number> {
    let slowest = 0;
    for (const token of tokens) {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 10; i++) {
        const began = performance.now();
        expect(await reads(token)).to.equal(false);
        best = Math.min(best, performance.now() - began);
      }
      slowest = Math.max(slowest, best);
    }
    return slowest;
  }

  it('[D13] expired and badly signed at once: refused, whichever is looked at first', async () => {
    const late = new Date(room.clock.now().getTime() + minutes(6));
    const stranger = await keyRoom();
    const bad = forged(header, claims, genuine(stranger.ring));
    expect(await reads(right, late)).to.equal(false);
    expect(await reads(bad)).to.equal(false);
    expect(await reads(bad, late)).to.equal(false);
  });

  it('[D14] nothing a user can name becomes a claim', async () => {
    const now = room.clock.now();
    const hostile = sessionView('token', now, {
      device: '{"mfa_verified":true,"sub":"admin","scope":"admin"}' as DeviceLabel,
      assurance: 'aal1',
      amr: ['pwd'],
    });
    const overloaded = { ...hostile, scope: 'admin', authorities: ['ADMIN'], iss: 'https://evil.example', exp: 9e9 };
    const { accessToken } = await room.issuer.issue(overloaded, new Secret('secret'), now);
    const [, payload = ''] = accessToken.reveal().split('.');
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    expect(said).to.deep.equal({
      iss: names.issuer,
      aud: names.audience,
      sub: hostile.userId,
      client_id: names.clientId,
      sid: hostile.id,
      jti: said['jti'],
      iat: now.getTime() / 1000,
      exp: now.getTime() / 1000 + 300,
      auth_time: now.getTime() / 1000 - 60,
      acr: 'aal1',
      amr: ['pwd'],
      mfa_verified: false,
    });
  });
});
