import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { managedNonce } from '@noble/ciphers/utils.js';
import { createHash } from 'node:crypto';
import { ScureBase32Plugin } from 'otplib';
import { z } from 'zod';
import type { Secret } from '../../domain/secret.js';
import { unpadded } from '../node/hash-recipe.js';
import { BrokenFile, jsonValue } from './json-rows.js';
import { exportRow, type Row } from './row.js';
import type { Source } from './source.js';

const moment = z.union([z.string(), z.number()]).optional();
const user = z.object({ id: z.string(), email: z.string(), banned: z.boolean().nullish(), createdAt: moment });
const account = z.object({ userId: z.string(), providerId: z.string(), password: z.string().nullish() });
const twoFactor = z.object({ userId: z.string(), secret: z.string(), backupCodes: z.string().nullish() });
const tables = z.object({
  user: z.array(z.unknown()),
  account: z.array(account),
  twoFactor: z.array(twoFactor).optional(),
});

type TwoFactor = z.infer<typeof twoFactor>;

/** Better Auth: its tables `user`, `account` and `twoFactor`, as one JSON object of arrays. Factors are sealed with its secret. */
export const betterAuth: Source = async function* read(text, { secret, dropFactors }) {
  const found = tables.safeParse(await jsonValue(text));
  if (!found.success) throw new BrokenFile('This is no object with the tables user, account and twoFactor.');
  const { data } = found;
  const passwords = new Map(
    data.account.filter(({ providerId }) => providerId === 'credential').map((each) => [each.userId, each.password]),
  );
  const factors = new Map((data.twoFactor ?? []).map((each) => [each.userId, each]));
  for (const [index, raw] of data.user.entries()) {
    const at = index + 1;
    const its = user.safeParse(raw);
    if (!its.success) {
      yield { at, wrong: 'this is no row of the table user, with an id and an email' };
      continue;
    }
    const { id, email, banned, createdAt } = its.data;
    const factor = factors.get(id);
    const proven = factor ? opened(factor, secret) : {};
    if (typeof proven === 'string' && !dropFactors) {
      yield { at, wrong: proven };
      continue;
    }
    const password = passwords.get(id);
    yield exportRow(at, {
      id,
      email,
      disabled: banned === true,
      ...(createdAt !== undefined && { registeredAt: isoOf(createdAt) }),
      ...(password && { passwordHash: hashOf(password) }),
      ...(typeof proven === 'object' && proven),
    });
  }
};

function opened(
  { secret: sealed, backupCodes }: TwoFactor,
  key: Secret | undefined,
): Pick<Row, 'totp' | 'backupCodes'> | string {
  if (!key) return 'it has a second factor: give the secret it is sealed with, by --secret-file';
  const seed = unsealed(sealed, key);
  if (seed === undefined) return 'its second factor does not open with this secret';
  // The characters are the seed: that is what its authenticators were shown in base32.
  const secret = new ScureBase32Plugin().encode(Buffer.from(seed), { padding: false });
  const codes = backupCodes ? codesIn(backupCodes, key) : [];
  return { totp: [{ secret }], ...(codes.length > 0 && { backupCodes: codes }) };
}

/** Hashed ones only Better Auth can check: a new sheet replaces them. */
function codesIn(stored: string, key: Secret): string[] {
  const text = stored.startsWith('[') ? stored : unsealed(stored, key);
  try {
    return z.array(z.string()).parse(JSON.parse(text ?? ''));
  } catch {
    return [];
  }
}

/** XChaCha20-Poly1305 under SHA-256 of the secret, in hex, the nonce in front; a version may stand before it. */
function unsealed(sealed: string, key: Secret): string | undefined {
  try {
    const bytes = Buffer.from(sealed.replace(/^\$ba\$\d+\$/, ''), 'hex');
    const hashed = createHash('sha256').update(key.reveal()).digest();
    return Buffer.from(managedNonce(xchacha20poly1305)(hashed).decrypt(bytes)).toString('utf8');
  } catch {
    return undefined;
  }
}

/** `salt:key` in hex, N = 16384, r = 16, p = 1; the salt's hex characters are the salt. Anything else is what it is. */
function hashOf(stored: string): string {
  const [, salt, key] = /^([0-9a-f]{32}):([0-9a-f]{128})$/i.exec(stored) ?? [];
  return salt && key
    ? `$scrypt$ln=14,r=16,p=1$${unpadded(Buffer.from(salt))}$${unpadded(Buffer.from(key, 'hex'))}`
    : stored;
}

function isoOf(value: string | number): string {
  const date = new Date(
    typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:/.test(value) ? value.replace(' ', 'T') : value,
  );
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}
