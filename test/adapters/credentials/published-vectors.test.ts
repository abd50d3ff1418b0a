import { calculateJwkThumbprint, type JWK } from 'jose';
import { expect } from 'chai';
import { importKey, keySet, type JwsKey } from '../../../src/adapters/credentials/jws-key.js';
import { makeKey, openedKey, seatOf } from '../../../src/adapters/credentials/make-key.js';
import { verifyJws } from '../../../src/adapters/credentials/verify-jws.js';
import { Seal } from '../../../src/adapters/node/seal.js';
import { Secret } from '../../../src/domain/secret.js';
import { forged, genuine } from '../../support/forged-token.js';
import { keyRoom, secretKey } from '../../support/key-room.js';
import { standard } from '../../support/standards.js';
import { vectors } from '../../support/vectors.js';

interface Suite {
  readonly testGroups: readonly {
    readonly comment: string;
    readonly private?: JWK & { readonly keys?: readonly JWK[] };
    readonly public?: JWK & { readonly keys?: readonly JWK[] };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly jws: string | object;
      readonly result: 'valid' | 'invalid';
    }[];
  }[];
}

const ours: ReadonlySet<string | undefined> = new Set(['ES256', 'EdDSA', 'HS256']);

/** Our verifier, trusting these keys and no other. */
async function accepts(jws: string | object, keys: readonly (JwsKey | undefined)[]): Promise<boolean> {
  const known = keys.every((key) => key !== undefined) ? keySet(keys) : undefined;
  const token = typeof jws === 'string' ? jws : JSON.stringify(jws);
  return (await verifyJws(token, async ({ kid }) => known?.get(kid ?? ''))) !== undefined;
}

describe('Published vectors', () => {
  it('names a key by its thumbprint (RFC 7638)', async function () {
    for (const { jwk, sha256, source } of vectors(this).jwk_thumbprints) {
      expect(await calculateJwkThumbprint(jwk as JWK), source).to.equal(sha256);
    }
  });

  it('gives every signing key its thumbprint for a name', async () => {
    const seal = new Seal(secretKey);
    for (const alg of ['ES256', 'EdDSA'] as const) {
      const made = await makeKey('signing', alg, seal, new Date(0), new Date(0));
      expect(made.id).to.equal(await calculateJwkThumbprint(made.public as JWK));
      const opened = seal.open(made.sealed, seatOf(made.id, 'signing'));
      expect(opened.kind === 'opened' && openedKey(made.id, opened.text)?.public).to.deep.equal(made.public);
    }
  });

  it('verifies the examples of RFC 7515 and RFC 8037 in our algorithms, and none of the others', async function () {
    for (const { alg, jws, key, source } of vectors(this).jws) {
      const trusted = key && importKey({ ...key, alg, kid: 'example' });
      const payload = await verifyJws(jws, async () => trusted);
      expect(payload !== undefined, source).to.equal(ours.has(alg));
    }
  });

  it('takes none of those examples for an access token', async function () {
    const { issuer, challenges, clock } = await keyRoom();
    for (const { jws, source } of vectors(this).jws) {
      const token = new Secret(jws);
      for (const now of [clock.now(), new Date(1_300_819_379_000)]) {
        expect(await issuer.read({ kind: 'token', accessToken: token }, now), source).to.equal(undefined);
        expect(await challenges.read('verify', token, now), source).to.equal(undefined);
      }
    }
  });
});

describe('The verifier', () => {
  it('looks at nothing longer than 8 KiB, however rightly it is signed', async () => {
    const { ring } = await keyRoom();
    const { alg, id: kid } = ring.active('signing');
    const verifies = async (characters: number) => {
      const jws = forged({ alg, kid }, 'x'.repeat(characters), genuine(ring));
      return (await verifyJws(jws, async () => ring.byId('signing', kid))) !== undefined;
    };
    expect(await verifies(5900)).to.equal(true);
    expect(await verifies(6100)).to.equal(false);
  });
});

describe('Wycheproof', () => {
  // Two say "padding" and came without any: they are, byte by byte, the first test of their group, which is valid.
  const sameAsValid: ReadonlyMap<number, number> = new Map([
    [367, 357],
    [370, 357],
  ]);
  // Two hold a question mark inside a segment and are marked valid; RFC 7515 §5.2 wants characters of the alphabet alone.
  const stricter: ReadonlySet<number> = new Set([372, 373]);

  it('is judged right by the verifier, signature by signature', async function () {
    const suite = standard<Suite>('wycheproof/json_web_signature_test.json') ?? this.skip();
    const texts = new Map(suite.testGroups.flatMap(({ tests }) => tests.map(({ tcId, jws }) => [tcId, jws] as const)));
    const counted = { accepted: 0, refused: 0 };
    for (const group of suite.testGroups) {
      const jwk: JWK = group.public ?? group.private ?? {};
      for (const { tcId, jws, result } of group.tests) {
        const twin = sameAsValid.get(tcId);
        if (twin !== undefined) expect(jws).to.equal(texts.get(twin));
        const expected = (result === 'valid' || twin !== undefined) && ours.has(jwk.alg) && !stricter.has(tcId);
        const accepted = await accepts(jws, [importKey(jwk)]);
        expect(accepted, `${tcId} ${group.comment}`).to.equal(expected);
        counted[accepted ? 'accepted' : 'refused'] += 1;
      }
    }
    expect(counted).to.deep.equal({ accepted: 12, refused: 389 });
  });

  it('is refused by the verifier in the padded spelling that those two were meant to have', async function () {
    const suite = standard<Suite>('wycheproof/json_web_signature_test.json') ?? this.skip();
    const group = suite.testGroups.find(({ tests }) => tests.some(({ tcId }) => tcId === 357));
    const valid = String(group?.tests[0]?.jws);
    const key = importKey(group?.private ?? {});
    expect(await accepts(valid, [key])).to.equal(true);
    for (const padded of [`${valid}=`, `${valid}==`, valid.replace('.VGVzdA.', '.VGVzdA==.')]) {
      expect(await accepts(padded, [key]), padded).to.equal(false);
    }
  });

  it('is judged right by the import of keys, set by set', async function () {
    const suite = standard<Suite>('wycheproof/json_web_key_test.json') ?? this.skip();
    const counted = { accepted: 0, refused: 0 };
    for (const group of suite.testGroups) {
      const jwks = (group.public ?? group.private)?.keys ?? [];
      for (const { tcId, jws, result } of group.tests) {
        const expected = result === 'valid' && jwks.every((jwk) => ours.has(jwk.alg));
        const accepted = await accepts(jws, jwks.map(importKey));
        expect(accepted, `${tcId} ${group.comment}`).to.equal(expected);
        counted[accepted ? 'accepted' : 'refused'] += 1;
      }
    }
    expect(counted).to.deep.equal({ accepted: 2, refused: 24 });
  });
});
