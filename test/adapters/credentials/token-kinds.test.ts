import { expect } from 'chai';
import { CookieSessionIssuer } from '../../../src/adapters/credentials/cookie-session-issuer.js';
import { minutes } from '../../../src/domain/duration.js';
import type { ChallengeId } from '../../../src/domain/ids.js';
import type { ChallengePurpose, ChallengeView } from '../../../src/domain/mfa/mfa-challenge.js';
import { Secret } from '../../../src/domain/secret.js';
import { challengeTokensContract } from '../../../src/testing/challenge-tokens.contract.js';
import { sessionView } from '../../../src/testing/credential-issuer.contract.js';
import { forged, genuine } from '../../support/forged-token.js';
import { keyRoom, names, type Room } from '../../support/key-room.js';

challengeTokensContract('signed', async () => ({
  tokens: (await keyRoom()).challenges,
  stranger: (await keyRoom()).challenges,
}));

const secret = new Secret('c2VjcmV0LW9mLXRoaXMtY2hhbGxlbmdlLW9yLXNlc3M');
const id = '01956b0e-7a60-7c3e-9d51-00000000c4a1' as ChallengeId;

function challenge(room: Room, purpose: ChallengePurpose): ChallengeView {
  const issuedAt = room.clock.now();
  const expiresAt = new Date(issuedAt.getTime() + minutes(5));
  return { id, purpose, credential: 'token', offer: ['totp'], attemptsLeft: 5, issuedAt, expiresAt };
}

const doors = ['access', 'refresh', 'verify', 'enrol'] as const;
type Door = (typeof doors)[number];

async function opens(room: Room, door: Door, token: Secret): Promise<boolean> {
  const now = room.clock.now();
  switch (door) {
    case 'access':
      return (await room.issuer.read({ kind: 'token', accessToken: token }, now)) !== undefined;
    case 'refresh':
      return room.refresh.parse(token) !== undefined;
    default:
      return (await room.challenges.read(door, token, now)) !== undefined;
  }
}

async function tokens(room: Room): Promise<Readonly<Record<Door, Secret>>> {
  const now = room.clock.now();
  const { accessToken, refreshToken } = await room.issuer.issue(sessionView('token', now), secret, now);
  return {
    access: accessToken,
    refresh: refreshToken,
    verify: await room.challenges.issue(challenge(room, 'sign-in'), secret, now),
    enrol: await room.challenges.issue(challenge(room, 'enrolment'), secret, now),
  };
}

describe('[D08] Every kind of token at every door', () => {
  for (const kind of doors) {
    for (const door of doors) {
      it(`${kind} token at the door for ${door}: ${kind === door ? 'read' : 'refused'}`, async () => {
        const room = await keyRoom();
        const all = await tokens(room);
        // Each at its own door first: what is remembered there must not open another.
        for (const own of doors) expect(await opens(room, own, all[own])).to.equal(true);
        expect(await opens(room, door, all[kind])).to.equal(kind === door);
      });
    }
  }

  it('no kind opens another door by saying so', async () => {
    const room = await keyRoom();
    const all = await tokens(room);
    const kid = { signing: room.ring.active('signing').id, challenge: room.ring.active('challenge').id };
    const said = (token: Secret) => JSON.parse(Buffer.from(token.reveal().split('.')[1] ?? '', 'base64url').toString());
    const [access, verify] = [said(all.access), said(all.verify)];
    const both = { ...access, ...verify, aud: [names.audience, `${names.issuer}/mfa`], sub: access.sub };
    for (const [door, header, by] of [
      ['access', { alg: 'HS256', typ: 'at+jwt', kid: kid.challenge }, genuine(room.ring, 'challenge')],
      ['access', { alg: 'ES256', typ: 'mfa-challenge+jwt', kid: kid.signing }, genuine(room.ring)],
      ['verify', { alg: 'ES256', typ: 'mfa-challenge+jwt', kid: kid.signing }, genuine(room.ring)],
      ['verify', { alg: 'HS256', typ: 'at+jwt', kid: kid.challenge }, genuine(room.ring, 'challenge')],
      ['enrol', { alg: 'HS256', typ: 'mfa-enrolment+jwt', kid: kid.challenge }, genuine(room.ring, 'challenge')],
    ] as const) {
      // Signed by us and full of claims: refused for its kind alone, or, as the last one, for its scope.
      expect(await opens(room, door, new Secret(forged(header, both, by))), `${door} ${header.typ}`).to.equal(false);
    }
    const right = { alg: 'HS256', typ: 'mfa-challenge+jwt', kid: kid.challenge };
    expect(await opens(room, 'verify', new Secret(forged(right, both, genuine(room.ring, 'challenge'))))).to.equal(
      true,
    );
  });

  it('a cookie’s secret is no token, and no token a cookie’s secret', async () => {
    const room = await keyRoom();
    const cookie = await new CookieSessionIssuer().issue(sessionView('cookie', room.clock.now()), secret);
    for (const door of doors) expect(await opens(room, door, cookie.secret)).to.equal(false);
    const sessionId = sessionView('cookie', room.clock.now()).id;
    for (const token of [(await tokens(room)).access, (await tokens(room)).verify]) {
      expect(await new CookieSessionIssuer().read({ kind: 'cookie', sessionId, secret: token })).to.equal(undefined);
    }
  });
});

describe('A challenge token', () => {
  it('says what it may be used for, and of whom it is nobody', async () => {
    const room = await keyRoom();
    const seconds = room.clock.now().getTime() / 1000;
    const all = await tokens(room);
    for (const [use, typ, scope] of [
      ['verify', 'mfa-challenge+jwt', 'mfa:verify'],
      ['enrol', 'mfa-enrolment+jwt', 'mfa:enrol'],
    ] as const) {
      const [header, claims] = all[use]
        .reveal()
        .split('.', 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
      expect(header).to.deep.equal({ alg: 'HS256', typ, kid: room.ring.active('challenge').id });
      expect(claims).to.deep.equal({
        iss: names.issuer,
        aud: `${names.issuer}/mfa`,
        jti: id,
        iat: seconds,
        exp: seconds + 300,
        scope,
        mfa_verified: false,
        authorities: ['PRE_AUTHENTICATED_MFA_REQUIRED'],
        secret: secret.reveal(),
      });
    }
  });

  it('gives back the challenge and its secret until it expires', async () => {
    const room = await keyRoom();
    for (const purpose of ['sign-in', 'refresh', 'step-up'] as const) {
      const token = await room.challenges.issue(challenge(room, purpose), secret, room.clock.now());
      const read = await room.challenges.read('verify', token, room.clock.now());
      expect([read?.id, read?.secret.reveal()]).to.deep.equal([id, secret.reveal()]);
      const end = new Date(room.clock.now().getTime() + minutes(5));
      expect(await room.challenges.read('verify', token, end)).to.equal(undefined);
    }
  });

  it('is refused from another service, and under a key that was revoked', async () => {
    const [room, other] = [await keyRoom(), await keyRoom()];
    const token = await room.challenges.issue(challenge(room, 'sign-in'), secret, room.clock.now());
    expect(await other.challenges.read('verify', token, room.clock.now())).to.equal(undefined);
    expect(await room.challenges.read('verify', token, room.clock.now())).not.to.equal(undefined);
    await room.rotation.revoke(room.ring.active('challenge').id);
    await room.ring.reload();
    expect(await room.challenges.read('verify', token, room.clock.now())).to.equal(undefined);
  });
});
