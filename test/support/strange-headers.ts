import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { hours, minutes } from '../../src/domain/duration.js';
import { Secret } from '../../src/domain/secret.js';
import { sessionView } from '../../src/testing/credential-issuer.contract.js';
import { es256, forged, genuine, hs256, unsigned, type Signer } from './forged-token.js';
import { keyRoom, type Room } from './key-room.js';

/** The same room for one case: a right header, right claims, and the ring's own signature over whatever is said. */
export interface Bench {
  readonly room: Room;
  readonly header: { readonly alg: string; readonly typ: string; readonly kid: string };
  readonly claims: Readonly<Record<string, unknown>>;
  readonly own: Signer;
  readonly right: string;
  /** Under the ring's own signature, with `changes` in the header. */
  says(changes: Readonly<Record<string, unknown>>): string;
  /** Header written out as text. */
  writes(header: string): string;
}
export interface Case {
  readonly refused?: (its: Bench) => readonly string[] | Promise<readonly string[]>;
  readonly accepted?: (its: Bench) => readonly string[] | Promise<readonly string[]>;
}

const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const publicKey = ({ room }: Bench) => room.ring.active('signing').verifies;
const none = (alg: string) => ({
  refused: ({ header, claims, own }: Bench) => [unsigned, own].map((by) => forged({ ...header, alg }, claims, by)),
});
const confused = (...keys: ((its: Bench) => string | Buffer)[]): Case => ({
  refused: (its) => keys.map((key) => forged({ ...its.header, alg: 'HS256' }, its.claims, hs256(key(its)))),
});
const spliced = (its: Bench, signature: (bytes: Buffer) => Buffer | string): string => {
  const [header, claims, was = ''] = its.right.split('.');
  const becomes = signature(Buffer.from(was, 'base64url'));
  return `${header}.${claims}.${typeof becomes === 'string' ? becomes : becomes.toString('base64url')}`;
};
const highS = (signature: Buffer): Buffer => {
  const s = orderOfP256 - BigInt(`0x${signature.toString('hex', 32)}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
};
const kid = (value: unknown): Case => ({
  refused: ({ header, claims, says }) => [
    says({ kid: value }),
    forged({ ...header, kid: value }, claims, es256(attacker.privateKey)),
    forged({ ...header, alg: 'HS256', kid: value }, claims, hs256('')),
  ],
});
const says = (...headers: Readonly<Record<string, unknown>>[]): Case => ({
  refused: (its) => headers.map((header) => its.says(header)),
});

// Every line of the list by its name; a line that is missing here fails the last test.
export const strangeHeaders: Readonly<Record<string, Case>> = {
  none: none('none'),
  None: none('None'),
  NONE: none('NONE'),
  nOnE: none('nOnE'),
  noNE: none('noNE'),
  ' none': none(' none'),
  'none ': none('none '),
  'HS256 signed with the PEM of the public key': confused(
    (its) => pem(publicKey(its)),
    (its) => pem(publicKey(its)).trim(),
    (its) => `\n${pem(publicKey(its))}`,
    (its) => publicKey(its).export({ type: 'spki', format: 'der' }),
  ),
  'HS256 signed with the JWK JSON of the public key': confused(
    (its) => JSON.stringify(publicKey(its).export({ format: 'jwk' })),
    (its) => JSON.stringify(its.room.ring.active('signing').public),
  ),
  'HS256 signed with the empty string': confused(() => ''),
  'RS256 when key is EC': {
    refused: ({ header, claims, says }) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const rs256: Signer = (text) => sign('sha256', Buffer.from(text), privateKey);
      return [says({ alg: 'RS256' }), forged({ ...header, alg: 'RS256' }, claims, rs256)];
    },
  },
  'ES384 with a P-256 key': {
    refused: ({ header, claims, room }) => {
      const key = room.ring.active('signing').signs ?? attacker.privateKey;
      const es384: Signer = (text) => sign('sha384', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
      return [forged({ ...header, alg: 'ES384' }, claims, es384), forged(header, claims, es384)];
    },
  },
  ES256K: {
    refused: ({ header, claims, says }) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
      return [says({ alg: 'ES256K' }), forged({ ...header, alg: 'ES256K' }, claims, es256(privateKey))];
    },
  },
  // The spelling we write is the one we read.
  'EdDSA vs Ed25519 both spellings per policy': {
    refused: async (its) => {
      const its25519 = await bench('EdDSA');
      expect(its25519.header.alg).to.equal('EdDSA');
      const { room, says, right } = its25519;
      expect(await reads(room, right)).to.equal(true);
      expect(await reads(room, says({ alg: 'Ed25519' }))).to.equal(false);
      expect(await reads(room, says({ alg: 'ES256' }))).to.equal(false);
      return [its.says({ alg: 'EdDSA' }), its.says({ alg: 'Ed25519' })];
    },
  },
  'missing alg': says({ alg: undefined }),
  'alg array ["ES256"]': says({ alg: ['ES256'] }),
  'alg number': says({ alg: 256 }),
  'crit ["exp"]': says({ crit: ['exp'] }, { crit: ['exp'], exp: 9_999_999_999 }),
  'crit [] (empty MUST NOT)': says({ crit: [] }),
  'crit with unknown name': says({ crit: ['x'], x: true }),
  'b64:false with crit': {
    refused: ({ header, claims, own, says }) => {
      const text = `${Buffer.from(JSON.stringify({ ...header, b64: false, crit: ['b64'] })).toString('base64url')}.${JSON.stringify(claims)}`;
      return [says({ b64: false, crit: ['b64'] }), says({ b64: true }), `${text}.${own(text).toString('base64url')}`];
    },
  },
  'zip DEF': says({ zip: 'DEF' }),
  'jku/x5u/jwk/x5c/x5t present': {
    refused: ({ header, claims, says }) => {
      const jwk = attacker.publicKey.export({ format: 'jwk' });
      const url = 'https://attacker.example/keys';
      const embedded = [{ jku: url }, { x5u: url }, { jwk }, { x5c: [pem(attacker.publicKey)] }, { x5t: 'AAAA' }];
      const own = embedded.map((member) => forged({ ...header, ...member }, claims, es256(attacker.privateKey)));
      return [...own, ...embedded.map(says)];
    },
  },
  'kid "../../dev/null"': kid('../../dev/null'),
  'kid "\' OR 1=1 --"': kid("' OR 1=1 --"),
  'kid 1 MiB': kid('k'.repeat(1024 * 1024)),
  'kid unknown': kid('A'.repeat(43)),
  'kid of a retired key': {
    refused: async ({ room, right, claims, header, own }) => {
      expect(await reads(room, right)).to.equal(true);
      await room.rotation.rotate('signing');
      await room.ring.reload();
      room.clock.advance(minutes(15));
      room.clock.advance(hours(1));
      const iat = room.clock.now().getTime() / 1000;
      return [forged(header, { ...claims, iat, exp: iat + 300 }, own)];
    },
  },
  'kid of another issuer': {
    refused: async ({ claims, header }) => {
      const { room, header: theirs, own } = await bench('ES256');
      return [forged(theirs, claims, own), forged(header, claims, genuine(room.ring))];
    },
  },
  'typ JWT': says({ typ: 'JWT' }),
  'typ absent': says({ typ: undefined }, { typ: null }, { typ: '' }),
  'typ at+jwt on a refresh/challenge token': {
    refused: async ({ room, claims, header }) => {
      const secret = new Secret('s'.repeat(43));
      const { refreshToken } = await room.issuer.issue(
        sessionView('token', room.clock.now()),
        secret,
        room.clock.now(),
      );
      const asAccess = { alg: 'HS256', typ: 'at+jwt', kid: room.ring.active('challenge').id };
      return [
        refreshToken.reveal(),
        forged(asAccess, claims, genuine(room.ring, 'challenge')),
        forged({ ...header, alg: 'HS256' }, claims, genuine(room.ring, 'challenge')),
      ];
    },
  },
  'typ AT+JWT (media types are case-insensitive: accept or document)': {
    accepted: ({ says }) => [says({ typ: 'AT+JWT' })],
  },
  'typ application/at+jwt (accept)': { accepted: ({ says }) => [says({ typ: 'application/at+jwt' })] },
  'duplicate alg member': {
    refused: ({ header: { alg, typ, kid }, writes }) => [
      writes(`{"alg":"none","alg":"${alg}","typ":"${typ}","kid":"${kid}"}`),
      writes(`{"alg":"${alg}","alg":"${alg}","typ":"${typ}","kid":"${kid}"}`),
      writes(`{"alg":"${alg}","typ":"${typ}","kid":"${kid}","\\u0061lg":"${alg}"}`),
    ],
  },
  'leading/trailing whitespace or newline in token': {
    refused: ({ right }) => [
      ` ${right}`,
      `${right} `,
      `${right}\n`,
      `\t${right}`,
      right.replace('.', '.\n'),
      `\uFEFF${right}`,
    ],
  },
  '5 segments (JWE)': { refused: ({ right }) => [`${right}.a.b`, 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.a.b.c.d'] },
  '2 segments': { refused: ({ right }) => [right.split('.').slice(0, 2).join('.')] },
  'JSON serialization {"payload":...}': {
    refused: ({ right }) => {
      const [header, payload, signature] = right.split('.');
      return [
        JSON.stringify({ payload, protected: header, signature }),
        JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
      ];
    },
  },
  'padding "=" in segments': { refused: ({ right }) => [`${right}=`, `${right}==`, right.replace('.', '=.')] },
  'standard base64 alphabet +/ in segments': {
    refused: ({ header, claims, own }) => {
      // ECDSA is not deterministic: sign until one spelling differs from the other.
      for (;;) {
        const [start, payload, signature = ''] = forged(header, claims, own).split('.');
        const standard = signature.replaceAll('-', '+').replaceAll('_', '/');
        if (standard !== signature) return [`${start}.${payload}.${standard}`];
      }
    },
  },
  'signature stripped': { refused: (its) => [spliced(its, () => ''), spliced(its, () => '').slice(0, -1)] },
  'ES256 r=0,s=0 (CVE-2022-21449 class)': { refused: (its) => [spliced(its, () => Buffer.alloc(64))] },
  'DER-encoded ES256 signature': {
    refused: ({ header, claims, room }) => {
      const key = room.ring.active('signing').signs ?? attacker.privateKey;
      return [forged(header, claims, (text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'der' }))];
    },
  },
  'high-S (accepted; do not use token bytes as replay id)': { accepted: (its) => [its.right, spliced(its, highS)] },
};

export async function bench(alg: 'ES256' | 'EdDSA'): Promise<Bench> {
  const room = await keyRoom({ alg });
  const session = sessionView('token', room.clock.now());
  const { accessToken } = await room.issuer.issue(session, new Secret('secret'), room.clock.now());
  const right = accessToken.reveal();
  const [header, claims] = right
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  const own = genuine(room.ring);
  return {
    room,
    header,
    claims,
    own,
    right,
    says: (changes) => forged({ ...header, ...changes }, claims, own),
    writes: (text) => forged(text, claims, own),
  };
}

export const reads = async ({ issuer, clock }: Room, token: string): Promise<boolean> =>
  (await issuer.read({ kind: 'token', accessToken: new Secret(token) }, clock.now())) !== undefined;
