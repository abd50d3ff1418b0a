import type { Brand, Digest } from '../ids.js';
import { policyForNewcomers } from '../policies/decision.js';
import type { AuthPolicy } from '../policy.js';
import type { SignInRefusal } from '../refusals.js';
import type { Secret } from '../secret.js';
import type { EmailAddress } from './email-address.js';
import type { UserState } from './user-state.js';

/** An encoded password hash (PHC string); never readable outside the domain except to be checked. */
export type PasswordHash = Brand<string, 'PasswordHash'>;

/**
 * The result of comparing a password, with the hash it was compared against. A password changed between proving and
 * deciding is seen by `against` no longer being the current hash.
 */
export interface PasswordCheck {
  readonly matches: boolean;
  readonly against: PasswordHash | undefined;
  /** Of a right password whose hash is cheaper to guess than today's are. */
  readonly renewal?: Renewal;
}

/** The same password in a hash that costs what hashes cost today. */
export interface Renewal {
  readonly hash: PasswordHash;
  /** Of the hash whose place it takes: whoever was compared with that meanwhile was not compared with another password. */
  readonly former: Digest;
}

/** The last two are found by a `PasswordBlocklist`. */
export type PasswordProblem = 'too-short' | 'too-long' | 'contains-address' | 'common' | 'breached';

// Bytes, before anything is hashed: a long password is cheap to send and costly to digest (ASVS 6.2.9).
const longest = 1024;

/** What is wrong with a password somebody wants to use, or undefined (SP 800-63B-4 §3.1.1.2: length, no composition rules). */
export function passwordProblem(
  password: Secret,
  owner: EmailAddress,
  policy: AuthPolicy,
): PasswordProblem | undefined {
  const raw = password.reveal();
  if (isOversized(password)) return 'too-long';
  const normal = raw.normalize('NFC');
  if ([...normal].length < shortest(policy)) return 'too-short';
  const local = owner.slice(0, owner.indexOf('@'));
  const folded = normal.toLowerCase();
  if (folded.includes(owner) || (local.length >= 4 && folded.includes(local))) return 'contains-address';
  return undefined;
}

/**
 * Code points. The shorter one where everybody is asked for more than the password: not before a deadline, nor for the sake of
 * one role, since roles come and go and passwords stay.
 */
export function shortest(policy: AuthPolicy): number {
  const { mfa, mfaDueBy, passwordWithMfa, passwordAlone } = policyForNewcomers(policy);
  return mfa === 'required' && !mfaDueBy ? passwordWithMfa : passwordAlone;
}

type Passworded = Pick<UserState, 'passwordHash' | 'exposedHash'>;
type Hashed = Pick<UserState, 'passwordHash' | 'renewal'>;

/** Takes a new hash of the same password, once. */
export const renewed = ({ against, renewal }: PasswordCheck, { passwordHash }: Hashed): Partial<Hashed> =>
  renewal && against === passwordHash ? { passwordHash: renewal.hash, renewal } : {};

/** It was compared with the hash of today, or with the one whose place that took. */
const isCurrent = ({ against, renewal }: PasswordCheck, { passwordHash, renewal: last }: Hashed): boolean =>
  against === passwordHash || (renewal !== undefined && last?.hash === passwordHash && last?.former === renewal.former);

/** Somebody else has it: it must be changed before it opens anything again. */
export const isExposed = ({ passwordHash, exposedHash }: Passworded): boolean =>
  passwordHash !== undefined && passwordHash === exposedHash;

/** Why a check is worth nothing to this user as they are now, or undefined where it is worth a sign-in. */
export function refusalOf(
  check: PasswordCheck,
  user: Passworded & Hashed & Pick<UserState, 'status'>,
): SignInRefusal | undefined {
  if (!check.against || !isCurrent(check, user)) return 'stale-check';
  if (!check.matches) return 'wrong-password';
  if (user.status !== 'active') return 'disabled';
  return isExposed(user) ? 'exposed-password' : undefined;
}

/** More than 1 KiB in UTF-8, or not Unicode at all: never hashed, and never anybody's password. */
export function isOversized(password: Secret): boolean {
  const raw = password.reveal();
  return raw.length > longest || !raw.isWellFormed() || utf8Length(raw) > longest;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
