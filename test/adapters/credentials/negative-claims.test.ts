import { expect } from 'chai';
import { hours } from '../../../src/domain/duration.js';
import { Secret } from '../../../src/domain/secret.js';
import { sessionView } from '../../../src/testing/credential-issuer.contract.js';
import { forged, genuine } from '../../support/forged-token.js';
import { keyRoom, names, type Room } from '../../support/key-room.js';
import { vectors } from '../../support/vectors.js';

type Claims = Readonly<Record<string, unknown>>;
interface Case {
  readonly refused?: readonly Claims[];
  readonly accepted?: readonly Claims[];
  /** The claims as text, where an object cannot say it. */
  readonly written?: readonly ((claims: string) => string)[];
}

const now = 1_772_366_400; // 2026-03-01T12:00:00Z, when the room is opened
const skew = 5;

// Every line of the list by its name; a line that is missing here and below fails the last test.
const cases: Readonly<Record<string, Case>> = {
  'exp == now (MUST refuse: current time MUST be before exp)': {
    refused: [{ exp: now }],
    accepted: [{ exp: now + 1 }],
  },
  'exp in past by skew+1': { refused: [{ exp: now - skew - 1 }, { exp: now - 1 }, { exp: 0 }, { exp: -1 }] },
  'exp string "9999999999"': {
    refused: [{ exp: '9999999999' }, { exp: [9_999_999_999] }, { exp: null }, { exp: true }],
  },
  'exp float': { refused: [{ exp: now + 60.5 }, { iat: now - 0.5 }, { nbf: now - 0.5 }, { auth_time: now - 0.5 }] },
  'exp 1e400/Infinity': {
    written: ['1e400', 'Infinity', '9e15', '99999999999999999999', `${now + 60}.0`, '3e9'].map(
      (text) => (claims) => claims.replace(/"exp":\d+/, `"exp":${text}`),
    ),
  },
  'exp missing': { refused: [{ exp: undefined }] },
  'nbf in future beyond skew': { refused: [{ nbf: now + skew + 1 }, { nbf: 'soon' }], accepted: [{ nbf: now }] },
  'iat in future beyond skew': {
    refused: [{ iat: now + skew + 1 }, { iat: undefined }, { iat: 'now' }],
    accepted: [{ iat: now + skew }],
  },
  'iss other': {
    refused: [{ iss: 'https://auth.example.org' }, { iss: names.issuer.toUpperCase() }, { iss: undefined }],
  },
  'iss with trailing slash': { refused: [{ iss: `${names.issuer}/` }, { iss: `${names.issuer} ` }] },
  'iss array': { refused: [{ iss: [names.issuer] }, { iss: { 0: names.issuer } }] },
  'aud missing': { refused: [{ aud: undefined }, { aud: null }, { aud: [] }, { aud: '' }] },
  'aud other': { refused: [{ aud: names.issuer }, { aud: `${names.audience}/` }, { aud: `${names.issuer}/mfa` }] },
  'aud array without us': { refused: [{ aud: ['https://other.example.com'] }, { aud: [[names.audience]] }] },
  'aud array with us (accept)': { accepted: [{ aud: ['https://other.example.com', names.audience] }] },
  'sub missing': { refused: [{ sub: undefined }, { sub: '' }, { sid: undefined }, { sid: '' }] },
  'sub number': { refused: [{ sub: 7 }, { sub: ['ada'] }, { sub: null }, { sid: 7 }, { jti: 7 }] },
  'jti missing': { refused: [{ jti: undefined }, { jti: '' }] },
  'auth_time in future': {
    refused: [{ auth_time: now + skew + 1 }, { auth_time: 'now' }],
    accepted: [{ auth_time: now }],
  },
};

// What only the session's row knows; it is asked on every request, so that a claim never counts.
const judgedByTheSession = [
  'sub of deleted/disabled user',
  'token of terminated session',
  'amr without mfa for an MFA operation',
];

describe('An access token with strange claims', () => {
  let room: Room;
  let claims: Claims;
  before(async () => {
    room = await keyRoom();
    const { accessToken } = await room.issuer.issue(
      sessionView('token', room.clock.now()),
      new Secret('s'),
      room.clock.now(),
    );
    claims = JSON.parse(Buffer.from(accessToken.reveal().split('.')[1] ?? '', 'base64url').toString('utf8'));
  });

  const reads = async (said: Claims | string): Promise<boolean> => {
    const { id: kid, alg } = room.ring.active('signing');
    const accessToken = new Secret(forged({ alg, typ: 'at+jwt', kid }, said, genuine(room.ring)));
    return (await room.issuer.read({ kind: 'token', accessToken }, room.clock.now())) !== undefined;
  };

  it('is read as long as nothing is strange', async () => {
    expect(room.clock.now().getTime()).to.equal(now * 1000);
    expect(await reads(claims)).to.equal(true);
    expect(await reads(JSON.stringify(claims))).to.equal(true);
    expect(await reads(JSON.stringify(claims, undefined, 2))).to.equal(true);
  });

  for (const [name, { refused = [], accepted = [], written = [] }] of Object.entries(cases)) {
    it(`is judged by it: ${name}`, async () => {
      expect(refused.length + accepted.length + written.length).to.be.greaterThan(0);
      for (const change of refused)
        expect(await reads({ ...claims, ...change }), JSON.stringify(change)).to.equal(false);
      for (const change of accepted)
        expect(await reads({ ...claims, ...change }), JSON.stringify(change)).to.equal(true);
      for (const write of written) {
        const text = write(JSON.stringify(claims));
        expect(text).not.to.equal(JSON.stringify(claims));
        expect(await reads(text), text).to.equal(false);
      }
    });
  }

  it('is refused where a claim is named twice, or is no JSON object in UTF-8', async () => {
    const text = JSON.stringify(claims);
    for (const strange of [
      text.replace('{', '{"sub":"ada",'),
      text.replace('}', `,"exp":${now + 9999}}`),
      text.replace('"sub"', '"\\u0073ub"'),
      `\uFEFF${text}`,
      `[${text}]`,
      `"${now}"`,
      'null',
      '',
      `${text}${text}`,
    ]) {
      expect(await reads(strange), strange.slice(0, 80)).to.equal(false);
    }
  });

  it('is refused from the very millisecond of its end, read before or not', async () => {
    const end = new Date((now + 10) * 1000);
    const { id: kid, alg } = room.ring.active('signing');
    const sign = () =>
      new Secret(forged({ alg, typ: 'at+jwt', kid }, { ...claims, exp: now + 10 }, genuine(room.ring)));
    const [before, fresh] = [sign(), sign()];
    const lastMoment = new Date(end.getTime() - 1);
    expect(await room.issuer.read({ kind: 'token', accessToken: before }, lastMoment)).not.to.equal(undefined);
    for (const accessToken of [before, fresh]) {
      for (const at of [end, new Date(end.getTime() + hours(1))]) {
        expect(await room.issuer.read({ kind: 'token', accessToken }, at)).to.equal(undefined);
      }
    }
  });

  it('leaves out none of the list', function () {
    const named = [...Object.keys(cases), ...judgedByTheSession];
    expect(named).to.have.members([...vectors(this).jwt_negative_claims]);
  });
});
