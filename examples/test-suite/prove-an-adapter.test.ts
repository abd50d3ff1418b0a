import assert from 'node:assert/strict';
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHasher } from 'portcullis/domain/ports/password-hasher';
import type { Secret } from 'portcullis/domain/secret';
import { isOversized, type PasswordCheck, type PasswordHash } from 'portcullis/domain/user/password';
import { aWorld } from 'portcullis/testing';
import { passwordHasherContract } from 'portcullis/testing/contracts/password-hasher';

const slow = promisify<string | Buffer, string, number, ScryptOptions, Buffer>(scrypt);

/** An adapter of your own: passwords under scrypt, by default at the cost that OWASP recommends. */
class Scrypt implements PasswordHasher {
  private readonly cost: ScryptOptions;
  private readonly nobody: Promise<PasswordHash>;

  constructor(N = 2 ** 17) {
    this.cost = { N, r: 8, p: 1, maxmem: 2048 * N };
    this.nobody = this.hashed('nobody');
  }

  hash(password: Secret): Promise<PasswordHash> {
    return this.hashed(typed(password));
  }

  async check(password: Secret, against: PasswordHash | undefined): Promise<PasswordCheck> {
    // An address that nobody has must take as long as one that somebody has.
    const [salt = '', kept = ''] = (against ?? (await this.nobody)).split('.');
    const right = timingSafeEqual(await slow(typed(password), salt, 32, this.cost), Buffer.from(kept, 'base64url'));
    return { matches: right && against !== undefined && !isOversized(password), against };
  }

  private async hashed(text: string): Promise<PasswordHash> {
    const salt = randomBytes(16).toString('base64url');
    return `${salt}.${(await slow(text, salt, 32, this.cost)).toString('base64url')}` as PasswordHash;
  }
}

// One spelling, and a length: HMAC alone fills a short password up with zeros, and takes `a` for `a\0`.
function typed(password: Secret): string {
  const text = isOversized(password) ? randomBytes(32).toString('hex') : password.reveal().normalize('NFC');
  return `${text.length}:${text}`;
}

// Every promise of the port, each by its name; none of them depends on the cost.
passwordHasherContract('scrypt', () => ({ hasher: new Scrypt(2 ** 10) }));

describe('Scrypt', () => {
  it('signs people in', async () => {
    const world = await aWorld({ instead: { passwords: new Scrypt(2 ** 10) } }).withUser('ada', {
      password: 'correct horse',
    });
    assert.equal((await world.logIn('ada', 'wrong horse')).status, 'denied');
    assert.equal((await world.logIn('ada', 'correct horse')).status, 'signed-in');
    await world.close();
  });
});
