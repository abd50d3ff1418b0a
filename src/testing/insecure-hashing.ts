import { hash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { SlowDigests } from '../adapters/factors/backup-code.js';
import type { Digest } from '../domain/ids.js';
import type { PasswordHasher } from '../domain/ports/password-hasher.js';
import type { Secret } from '../domain/secret.js';
import { isOversized, type PasswordCheck, type PasswordHash } from '../domain/user/password.js';

/** scrypt (RFC 7914) at the least it can be asked for: some microseconds, where a guess should cost many milliseconds. */
const nearlyNothing = { N: 2, r: 1, p: 1 };
const bytes = 32;
// Digested first: HMAC, which scrypt begins with, fills a short key up with zeros, and takes `a` for `a\0`.
const digest = (text: string, salt: Uint8Array | string): Buffer =>
  scryptSync(hash('sha256', text, 'buffer'), salt, bytes, nearlyNothing);

/** Marks what it makes: no hasher that is in earnest takes it for a hash of its own. */
const mark = 'insecure';

/** Hashes passwords for tests, keeps every promise of its port, and protects nobody: a guess costs microseconds. */
export class InsecurePasswordHasher implements PasswordHasher {
  readonly #nobody = made('nobody');

  turnsAway(): undefined {
    return undefined;
  }

  async hash(password: Secret): Promise<PasswordHash> {
    return made(hashable(password));
  }

  /** Throws at a hash that it did not make. */
  async check(password: Secret, against: PasswordHash | undefined): Promise<PasswordCheck> {
    const [is, salt = '', kept = ''] = (against ?? this.#nobody).split('$');
    if (is !== mark) throw new Error('A hash of another hasher: in a world of the testing kit, bring that one too');
    const matches = timingSafeEqual(digest(hashable(password), salt), Buffer.from(kept, 'base64url'));
    return { matches: matches && against !== undefined && !isOversized(password), against };
  }
}

/** The same for backup codes. */
export class InsecureDigests implements SlowDigests {
  async of(values: readonly Secret[], salt: Uint8Array): Promise<readonly Digest[]> {
    return values.map((value) => digest(value.reveal(), salt).toString('base64url') as Digest);
  }
}

function made(text: string): PasswordHash {
  const salt = randomBytes(16).toString('base64url');
  return [mark, salt, digest(text, salt).toString('base64url')].join('$') as PasswordHash;
}

const hashable = (password: Secret): string =>
  isOversized(password) ? randomBytes(bytes).toString('base64url') : password.reveal().normalize('NFC');
