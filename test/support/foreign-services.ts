import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hashSync } from '@node-rs/argon2';
import { createHash, pbkdf2Sync, randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { Phone } from '../../src/testing/phone.js';
import { base32 } from './base32.js';

/** Somebody who has an account elsewhere. */
export interface Foreigner {
  readonly email: string;
  readonly password: string;
}

/** What they hold. */
export interface Held {
  readonly phone: Phone;
  readonly backupCodes: readonly string[];
}

export interface Export {
  readonly text: string;
  /** By address. */
  readonly held: ReadonlyMap<string, Held>;
}

const phone = (secret: string, how = ''): Phone => Phone.scan(`otpauth://totp/them:ada?secret=${secret}${how}`);
const asCharacters = (seed: string): string => base32(Buffer.from(seed).toString('hex'));
const characters = (length: number): string =>
  randomBytes(length).toString('base64url').replace(/[-_]/g, 'a').slice(0, length);

/** As Better Auth keeps people: scrypt under a salt in hex, seeds and codes under XChaCha20-Poly1305 of its secret. */
export function betterAuthExport(people: readonly Foreigner[], secret: string): Export {
  const sealed = (text: string): string => {
    const nonce = randomBytes(24);
    const key = createHash('sha256').update(secret).digest();
    const box = xchacha20poly1305(key, nonce).encrypt(Buffer.from(text));
    return Buffer.concat([nonce, box]).toString('hex');
  };
  const hashed = (password: string): string => {
    const salt = randomBytes(16).toString('hex');
    const how = { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 };
    return `${salt}:${scryptSync(password.normalize('NFKC'), salt, 64, how).toString('hex')}`;
  };
  const held = new Map<string, Held>();
  const tables = { user: [] as object[], account: [] as object[], twoFactor: [] as object[] };
  for (const { email, password } of people) {
    const [id, seed] = [characters(32), characters(32)];
    const backupCodes = Array.from({ length: 2 }, () => `${characters(5)}-${characters(5)}`);
    held.set(email, { phone: phone(asCharacters(seed)), backupCodes });
    tables.user.push({
      id,
      name: email,
      email,
      emailVerified: true,
      createdAt: '2025-01-31 12:00:00.000',
      twoFactorEnabled: true,
    });
    tables.account.push({
      id: characters(32),
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: hashed(password),
    });
    tables.twoFactor.push({
      id: characters(32),
      userId: id,
      secret: sealed(seed),
      backupCodes: sealed(JSON.stringify(backupCodes)),
    });
  }
  return { text: JSON.stringify(tables), held };
}

/** As `kc.sh export --users realm_file` writes them, the first with Argon2, the second with PBKDF2, and so on. */
export function keycloakExport(people: readonly Foreigner[]): Export {
  const held = new Map<string, Held>();
  const users = people.map(({ email, password }, index) => {
    const [salt, seed] = [randomBytes(16), characters(20)];
    const eight = index % 2 === 1;
    held.set(email, {
      phone: phone(asCharacters(seed), eight ? '&digits=8&period=60&algorithm=SHA256' : ''),
      backupCodes: [],
    });
    const value = eight
      ? pbkdf2Sync(password, salt, 27_500, 64, 'sha256').toString('base64')
      : Buffer.from(
          hashSync(password, { algorithm: 2, memoryCost: 7168, timeCost: 5, parallelism: 1, outputLen: 32, salt })
            .split('$')
            .at(-1) ?? '',
          'base64',
        ).toString('base64');
    const argon2 = { hashLength: ['32'], memory: ['7168'], type: ['id'], version: ['1.3'], parallelism: ['1'] };
    const credentialData = eight
      ? { hashIterations: 27_500, algorithm: 'pbkdf2-sha256', additionalParameters: {} }
      : { hashIterations: 5, algorithm: 'argon2', additionalParameters: argon2 };
    const totp = { subType: 'totp', digits: eight ? 8 : 6, counter: 0, period: eight ? 60 : 30 };
    return {
      id: randomUUID(),
      username: email,
      email,
      emailVerified: true,
      enabled: true,
      createdTimestamp: 1_700_000_000_000,
      totp: true,
      credentials: [
        {
          id: randomUUID(),
          type: 'password',
          createdDate: 1_700_000_000_000,
          secretData: JSON.stringify({ value, salt: salt.toString('base64'), additionalParameters: {} }),
          credentialData: JSON.stringify(credentialData),
        },
        {
          id: randomUUID(),
          type: 'otp',
          userLabel: 'my phone',
          createdDate: 1_700_000_000_000,
          secretData: JSON.stringify({ value: seed }),
          credentialData: JSON.stringify({ ...totp, algorithm: eight ? 'HmacSHA256' : 'HmacSHA1' }),
        },
      ],
      requiredActions: [],
      realmRoles: ['default-roles-test'],
    };
  });
  return { text: JSON.stringify({ id: randomUUID(), realm: 'test', enabled: true, users, clients: [] }), held };
}

/** Rows of `directus_users`: argon2id as its library makes it, seeds of ten bytes. */
export function directusExport(people: readonly Foreigner[]): Export {
  const held = new Map<string, Held>();
  const rows = people.map(({ email, password }) => {
    const secret = base32(randomBytes(10).toString('hex'));
    held.set(email, { phone: phone(secret), backupCodes: [] });
    const hash = hashSync(password, { algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32 });
    return {
      id: randomUUID(),
      first_name: 'A',
      email,
      password: hash,
      status: 'active',
      role: null,
      tfa_secret: secret,
      provider: 'default',
    };
  });
  return { text: JSON.stringify(rows), held };
}
