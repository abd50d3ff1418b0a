import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Entropy, SecretKind } from '../domain/ports/entropy.js';
import { Secret } from '../domain/secret.js';
import { contract, type Runner } from './contract.js';

/** A source of chance, and one of another service. */
export interface EntropyUnderTest {
  readonly entropy: Entropy;
  /** Under a key of its own. */
  readonly stranger: Entropy;
}

const kinds: readonly SecretKind[] = ['challenge', 'pending-browser', 'cookie-session'];
const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const many = 10_000;
const secretBytes = 32;

/** Chance repeats nothing, a secret is found again by its digest and by nothing else, and kinds are kept apart. */
export function entropyContract(name: string, open: () => EntropyUnderTest, runner?: Runner): void {
  const close = () => undefined;
  contract({ port: 'Entropy', adapter: name, open, close, opens: 'once', runner }, (it) => {
    it('makes ids of version 7 that sort by time and never repeat', ({ entropy }) => {
      const ids = Array.from({ length: many }, () => entropy.id<string>());
      for (const id of ids) assert.match(id, version7);
      assert.equal(new Set(ids).size, many);
      assert.deepEqual([...ids].sort(), ids);
    });

    it('makes secrets of 256 bits that never repeat', ({ entropy }) => {
      const secrets = Array.from({ length: 1000 }, () => entropy.secret('challenge').secret.reveal());
      for (const secret of secrets) assert.equal(Buffer.from(secret, 'base64url').length, secretBytes);
      assert.equal(new Set(secrets).size, 1000);
    });

    it('finds a secret again by its digest, which says nothing of it', ({ entropy }) => {
      for (const kind of kinds) {
        const { secret, digest } = entropy.secret(kind);
        assert.equal(entropy.digest(kind, new Secret(secret.reveal())), digest);
        assert.notEqual(entropy.digest(kind, entropy.secret(kind).secret), digest);
        assert(!digest.includes(secret.reveal()));
        assert(!`${inspect({ secret })}${JSON.stringify({ secret })}`.includes(secret.reveal()));
      }
    });

    it('digests a secret of one kind apart from the same secret of another', ({ entropy }) => {
      const secret = new Secret('the same');
      assert.equal(new Set(kinds.map((kind) => entropy.digest(kind, secret))).size, kinds.length);
    });

    it('digests what can be guessed under a key: the same for the same, another under another', (its) => {
      const of = (entropy: Entropy, address = 'ada@example.org') => entropy.keyedDigest('typed-address', address);
      assert.equal(of(its.entropy), of(its.entropy));
      assert.notEqual(of(its.entropy), of(its.entropy, 'bob@example.org'));
      assert.notEqual(of(its.entropy), of(its.stranger));
      assert(!of(its.entropy).includes('ada'));
    });
  });
}
