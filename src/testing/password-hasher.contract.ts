import assert from 'node:assert/strict';
import { Busy, type HashingLane, type PasswordHasher } from '../domain/ports/password-hasher.js';
import { Secret } from '../domain/secret.js';
import type { PasswordCheck, PasswordHash } from '../domain/user/password.js';
import { contract, type Runner } from './contract.js';

export interface HasherUnderTest {
  readonly hasher: PasswordHasher;
  close?(): Promise<void>;
}

const lane: HashingLane = { client: '192.0.2.1', purpose: 'sign-in' };
const password = new Secret('correct horse battery staple');
const wrong = new Secret('incorrect horse battery stap1e');

// Declared before measuring: an address without a user may not answer a quarter faster or slower than one with a user.
// A hasher that skips the work for nobody answers a hundred times faster, one with other parameters half again.
const effect = 1.25;
const pairs = 20;
const rounds = 3; // a busy machine may spoil one

/** A hasher accepts what it hashed and nothing else, in every spelling, and spends the same effort on nobody. */
export function passwordHasherContract(name: string, open: () => HasherUnderTest, runner?: Runner): void {
  const close = ({ its }: Counter) => its.close?.();
  contract(
    { port: 'PasswordHasher', adapter: name, open: () => counter(open()), close, opens: 'once', runner },
    (it) => {
      it('accepts the password it hashed, and says what it was compared with', async ({ hash, check }) => {
        const against = await hash(password);
        assert.deepEqual(await check(password, against), { matches: true, against });
      });

      it('refuses another password, however little differs', async ({ hash, check }) => {
        const against = await hash(password);
        for (const raw of [
          '',
          ' ',
          'Correct horse battery staple',
          `${password.reveal()} `,
          `${password.reveal()}\0`,
        ]) {
          assert.deepEqual(await check(new Secret(raw), against), { matches: false, against });
        }
      });

      it('makes another hash each time, and keeps the password out of it', async ({ hash }) => {
        const [one, two] = [await hash(password), await hash(password)];
        assert.notEqual(one, two);
        assert(!one.includes('horse'));
      });

      it('takes two spellings of one text for one password', async ({ hash, check }) => {
        const composed = new Secret('caf\u00e9 au lait, s\u2019il vous pla\u00eet');
        const decomposed = new Secret(composed.reveal().normalize('NFD'));
        assert.notEqual(composed.reveal(), decomposed.reveal());
        assert((await check(decomposed, await hash(composed))).matches);
        assert((await check(composed, await hash(decomposed))).matches);
      });

      it('reads a password to its end', async ({ hash, check }) => {
        const long = 'x'.repeat(1023);
        assert(!(await check(new Secret(`${long}y`), await hash(new Secret(`${long}z`)))).matches);
      });

      it('matches nobody against nothing', async ({ check }) => {
        assert.deepEqual(await check(password, undefined), { matches: false, against: undefined });
        assert.deepEqual(await check(new Secret(''), undefined), { matches: false, against: undefined });
      });

      it('never matches what is oversized or not Unicode, and never throws at it', async ({ hash, check }) => {
        for (const raw of ['x'.repeat(1025), 'x'.repeat(1_048_576), '€'.repeat(400), '\ud800', 'a\udfffb'.repeat(20)]) {
          const secret = new Secret(raw);
          assert.equal((await check(secret, await hash(secret))).matches, false);
          assert.equal((await check(secret, undefined)).matches, false);
        }
      });

      it('spends the same effort on nobody', async ({ hash, check }) => {
        const against = await hash(password);
        let ratio = Infinity;
        for (let round = 0; round < rounds && !isAlike(ratio); round++) {
          const somebody: number[] = [];
          const nobody: number[] = [];
          for (let pair = 0; pair < pairs; pair++) {
            somebody.push(await timed(() => check(wrong, against)));
            nobody.push(await timed(() => check(wrong, undefined)));
          }
          ratio = median(nobody) / median(somebody);
        }
        assert(isAlike(ratio), `nobody takes ${ratio.toFixed(2)} of the time of somebody`);
      });
    },
  );
}

/** A hasher that is never busy. */
interface Counter {
  readonly its: HasherUnderTest;
  hash(secret: Secret): Promise<PasswordHash>;
  check(secret: Secret, against: PasswordHash | undefined): Promise<PasswordCheck>;
}

const counter = (its: HasherUnderTest): Counter => ({
  its,
  hash: async (secret) => settled(await its.hasher.hash(secret, lane)),
  check: async (secret, against) => settled(await its.hasher.check(secret, against, lane)),
});

function settled<T>(outcome: T | Busy): T {
  assert(!(outcome instanceof Busy), 'the hasher under test is to have nothing else to do');
  return outcome;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN;
const isAlike = (ratio: number): boolean => ratio < effect && ratio > 1 / effect;
