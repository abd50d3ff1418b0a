import { hash as libraryHash, hashRaw, hashRawSync, parseOptions } from '@node-rs/argon2';
import { expect } from 'chai';
import { argon2Sync } from 'node:crypto';
import { Argon2Digests } from '../../../src/adapters/node/argon2-digests.js';
import { Argon2PasswordHasher } from '../../../src/adapters/node/argon2-password-hasher.js';
import { Busy } from '../../../src/domain/ports/password-hasher.js';
import { Secret } from '../../../src/domain/secret.js';
import type { PasswordHash } from '../../../src/domain/user/password.js';
import { passwordHasherContract } from '../../../src/testing/password-hasher.contract.js';
import { lane } from '../../support/authenticator.js';
import { hashingPool } from '../../support/hashing-pool.js';
import { vectors } from '../../support/vectors.js';

passwordHasherContract('argon2id in worker threads', () => {
  const pool = hashingPool();
  return { hasher: new Argon2PasswordHasher(pool), close: () => pool.close() };
});

describe('Argon2', () => {
  const pool = hashingPool();
  const hasher = new Argon2PasswordHasher(pool);
  after(() => pool.close());

  it('is argon2id as RFC 9106, section 5.3, has it', function () {
    const published = vectors(this).rfc9106_argon2id;
    if (typeof argon2Sync !== 'function') return this.skip(); // Node came to know argon2 with 24.7
    const { memoryKiB, passes, parallelism, tagLength } = published;
    const [password, salt, secret] = [hex(published.passwordHex), hex(published.saltHex), hex(published.secretHex)];
    const parameters = { message: password, nonce: salt, secret, parallelism, tagLength, memory: memoryKiB, passes };
    const associatedData = hex(published.associatedDataHex);
    expect(argon2Sync('argon2id', { ...parameters, associatedData }).toString('hex')).to.equal(published.tagHex);
    // Ours takes no associated data; without it, it agrees with what has just agreed with the RFC.
    const [memoryCost, timeCost, outputLen] = [memoryKiB, passes, tagLength];
    const ours = hashRawSync(password, { algorithm: 2, memoryCost, timeCost, parallelism, outputLen, salt, secret });
    expect(ours.toString('hex')).to.equal(argon2Sync('argon2id', parameters).toString('hex'));
  });

  it('hashes with 19 MiB, two passes and one lane', async () => {
    const hashed = await hasher.hash(new Secret('correct horse battery staple'), lane);
    expect(hashed).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(parseOptions(hashed as PasswordHash)).to.include({ outputLen: 32, saltLen: 16 });
  });

  it('verifies what others hashed, with parameters of their own', async () => {
    const foreign = await libraryHash('correct horse', { memoryCost: 1024, timeCost: 3, parallelism: 1 });
    expect(await hasher.check(new Secret('correct horse'), foreign as PasswordHash, lane)).to.include({
      matches: true,
    });
  });

  it('throws at a stored hash that is none, and goes on hashing', async () => {
    const broken = 'plain text' as PasswordHash;
    const failed: unknown = await hasher.check(new Secret('x'), broken, lane).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(await hasher.hash(new Secret('x'), lane)).to.be.a('string');
  });

  it('refuses an oversized password before it is hashed, at the cost of any other [J01]', async function () {
    this.timeout(60_000);
    const against = (await hasher.hash(new Secret('correct horse battery staple'), lane)) as PasswordHash;
    const effort = async (password: Secret): Promise<number> => {
      const start = performance.now();
      expect(await hasher.check(password, against, lane)).to.deep.equal({ matches: false, against });
      return performance.now() - start;
    };
    const usual = new Secret('incorrect horse');
    for (const size of [1025, 2 ** 20, 100 * 2 ** 20]) {
      const oversized = new Secret('x'.repeat(size));
      // In turns, for a machine changes its pace; the quickest of a few, for a busy one makes slow and never quick.
      const [ofUsual, ofOversized]: [number[], number[]] = [[], []];
      for (let each = 0; each < 6; each++) {
        ofUsual.push(await effort(usual));
        ofOversized.push(await effort(oversized));
      }
      // Copying and digesting 100 MiB would take many times as long.
      expect(Math.min(...ofOversized) / Math.min(...ofUsual), `${size} characters`).to.be.within(0.5, 2);
    }
  });

  it('digests under a salt: the same for the same, in order, another under another', async () => {
    const digests = new Argon2Digests(pool);
    const [salt, other] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
    const values = [new Secret('A'), new Secret('B'), new Secret('A')];
    const made = await digests.of(values, salt, lane);
    if (made instanceof Busy) return expect.fail('there is room');
    expect(made[0]).to.equal(made[2]).and.not.to.equal(made[1]);
    const reference = await hashRaw('B', { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, salt });
    expect(made[1]).to.equal(reference.toString('base64url'));
    expect(await digests.of(values, other, lane)).not.to.deep.equal(made);
  });
});

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
