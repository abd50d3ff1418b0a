import { expect } from 'chai';
import { SystemClock } from '../../../src/adapters/node/system-clock.js';
import { Argon2PasswordHasher } from '../../../src/adapters/node/argon2-password-hasher.js';
import { hashRecipe, unpadded } from '../../../src/adapters/node/hash-recipe.js';
import { HashingPool } from '../../../src/adapters/node/hashing-pool.js';
import { verifyHash } from '../../../src/adapters/node/verify-hash.js';
import { Secret } from '../../../src/domain/secret.js';
import type { PasswordHash } from '../../../src/domain/user/password.js';
import { lane } from '../../support/authenticator.js';

const b64 = (hex: string): string => unpadded(Buffer.from(hex, 'hex'));
const text = (raw: string): string => unpadded(Buffer.from(raw));

/** Published: whose they are, the hash, and the password. */
const published: readonly (readonly [source: string, hash: string, password: string])[] = [
  [
    'RFC 7914 §12',
    `$scrypt$ln=10,r=8,p=16$${text('NaCl')}$${b64('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640')}`,
    'password',
  ],
  ['RFC 6070', `$pbkdf2-sha1$i=4096$${text('salt')}$${b64('4b007901b765489abead49d926f721d065a429c1')}`, 'password'],
  [
    'RFC 7914 §11',
    `$pbkdf2-sha256$i=80000,l=64$${text('NaCl')}$${b64('4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d')}`,
    'Password',
  ],
  ['passlib', '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44', 'password'],
  ['crypt_blowfish', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['crypt_blowfish', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['argon2', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', 'password'],
  ['argon2', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA', 'password'],
];

describe('A hash from another service', () => {
  it('matches its password and no other, as was published', () => {
    for (const [source, hash, password] of published) {
      expect(hashRecipe(hash), source).to.be.an('object');
      expect(verifyHash(hash, [password]), source).to.equal(true);
      expect(verifyHash(hash, [`${password} `, '', password.toUpperCase().concat('!')]), source).to.equal(false);
    }
  });

  it('is none where it asks for more work than is given, or is cut, or of a kind nobody should use', () => {
    const strange = [
      '',
      'password',
      '5f4dcc3b5aa765d61d8327deb882cf99',
      '$1$salt$qJH7.N4xYta3aEG/dfqo/0',
      '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      '$argon2id$v=19$m=65536,t=900,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFh',
      '$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      `$scrypt$ln=24,r=8,p=1$${text('NaCl')}$${b64('00'.repeat(64))}`,
      `$scrypt$ln=14,r=8,p=1$${text('NaCl')}$${b64('00'.repeat(8))}`,
      `$pbkdf2-sha256$i=99999999$${text('NaCl')}$${b64('00'.repeat(32))}`,
      `$pbkdf2-md5$i=1000$${text('NaCl')}$${b64('00'.repeat(32))}`,
      `$pbkdf2-sha256$i=0$${text('NaCl')}$${b64('00'.repeat(32))}`,
      `$pbkdf2-sha256$i=1000$${'A'.repeat(2000)}$${b64('00'.repeat(32))}`,
    ];
    for (const hash of strange) {
      expect(hashRecipe(hash), hash).to.equal(undefined);
      expect(() => verifyHash(hash, ['password']), hash).to.throw('nobody knows');
    }
  });

  it('is checked in the threads that check ours, in whatever spelling it was made of', async () => {
    const pool = new HashingPool({ clock: new SystemClock(), onTrouble: () => undefined, workers: 1 });
    try {
      const hasher = new Argon2PasswordHasher(pool);
      const [composed, decomposed] = ['caf\u00e9 au lait \ufb01n', 'cafe\u0301 au lait \ufb01n'];
      const { hashSync } = await import('bcryptjs');
      const of = async (typed: string, hash: string) =>
        hasher
          .check(new Secret(typed), hash as PasswordHash, lane)
          .then((check) => 'matches' in check && check.matches);
      for (const made of [decomposed, composed, composed.normalize('NFKC')]) {
        const hash = hashSync(made, 4);
        expect(await of(decomposed, hash), made).to.equal(true);
        expect(await of('cafe au lait', hash), made).to.equal(false);
      }
      expect(await of('x'.repeat(2000), hashSync('x'.repeat(2000), 4)), 'oversized').to.equal(false);
    } finally {
      await pool.close();
    }
  });
});
