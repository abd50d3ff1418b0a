import { hash as digestOf, randomBytes } from 'node:crypto';
import type { Digest } from '../../domain/ids.js';
import { Busy, type HashingLane, type PasswordHasher } from '../../domain/ports/password-hasher.js';
import type { Secret } from '../../domain/secret.js';
import { isOversized, type PasswordCheck, type PasswordHash, type Renewal } from '../../domain/user/password.js';
import { isOutdated, usualCost, type Argon2Cost } from './argon2id.js';
import type { HashingPool } from './hashing-pool.js';

/** argon2id in the threads of a `HashingPool`; checks what other services hashed as well. */
export class Argon2PasswordHasher implements PasswordHasher {
  constructor(
    private readonly pool: HashingPool,
    private readonly cost: Argon2Cost = usualCost,
  ) {}

  turnsAway(lane: HashingLane): Busy | undefined {
    return this.pool.turnsAway(lane, 1);
  }

  /** The hash of an oversized password is nobody's: nothing ever matches it. */
  async hash(password: Secret, lane: HashingLane): Promise<PasswordHash | Busy> {
    const hashed = await this.pool.one({ kind: 'hash', password: hashable(password) }, lane);
    return hashed instanceof Busy ? hashed : (hashed as PasswordHash);
  }

  async check(password: Secret, against: PasswordHash | undefined, lane: HashingLane): Promise<PasswordCheck | Busy> {
    const asked = { kind: 'verify', password: hashable(password), against } as const;
    const otherwise = against && !ours(against) ? otherSpellings(password) : [];
    const matches = await this.pool.one(otherwise.length > 0 ? { ...asked, otherwise } : asked, lane);
    if (matches instanceof Busy) return matches;
    const check = { matches: matches && !isOversized(password), against };
    const renewal =
      check.matches && against && isOutdated(against, this.cost) && (await this.renew(password, against, lane));
    return renewal ? { ...check, renewal } : check;
  }

  /** Where there is no place for it, the next sign-in brings the password again. */
  private async renew(password: Secret, former: PasswordHash, lane: HashingLane): Promise<Renewal | undefined> {
    const hash = await this.hash(password, lane);
    if (hash instanceof Busy) return undefined;
    return { hash, former: digestOf('sha256', former, 'base64url') as Digest };
  }
}

/**
 * One spelling of what was typed, whatever keyboard typed it (SP 800-63B-4 §3.1.1.2). Something else, of the same cost,
 * stands in for what must never reach the hash (ASVS 6.2.9).
 */
const hashable = (password: Secret): string =>
  isOversized(password) ? randomBytes(32).toString('base64url') : password.reveal().normalize('NFC');

/** Only what we made is known to have been made of the one spelling. */
const ours = (hash: PasswordHash): boolean => hash.startsWith('$argon2id$v=19$m=19456,t=2,p=1$');

/** As it was typed, and as services fold it that take NFKC. Nothing for a password that all of them spell alike. */
function otherSpellings(password: Secret): readonly string[] {
  if (isOversized(password)) return [];
  const raw = password.reveal();
  const others = new Set([raw, raw.normalize('NFKC')]);
  others.delete(raw.normalize('NFC'));
  return [...others];
}
