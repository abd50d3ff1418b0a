import { ScureBase32Plugin } from 'otplib';
import { z } from 'zod';
import { unpadded } from '../node/hash-recipe.js';
import { BrokenFile, jsonValue } from './json-rows.js';
import { exportRow, type Row } from './row.js';
import type { Source } from './source.js';

const text = z.string();
const one = z.array(z.string()).min(1);
const inJson = <T extends z.ZodType>(schema: T) =>
  text
    .transform((value, its) => {
      try {
        return JSON.parse(value) as unknown;
      } catch {
        its.addIssue('is no JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

// CredentialRepresentation: both halves are JSON within JSON.
const credential = z.object({
  type: text,
  userLabel: text.nullish(),
  secretData: text.optional(),
  credentialData: text.optional(),
});
const password = z.object({
  secretData: inJson(z.object({ value: text, salt: text })),
  credentialData: inJson(
    z.object({
      hashIterations: z.int(),
      algorithm: text,
      additionalParameters: z.object({ type: one, version: one, memory: one, parallelism: one }).partial().optional(),
    }),
  ),
});
const otp = z.object({
  secretData: inJson(z.object({ value: text })),
  credentialData: inJson(
    z.object({
      subType: text,
      digits: z.int(),
      period: z.int(),
      algorithm: text,
      secretEncoding: text.nullish(),
    }),
  ),
});
const user = z.object({
  id: text,
  email: text.optional(),
  enabled: z.boolean().optional(),
  createdTimestamp: z.number().optional(),
  serviceAccountClientId: text.nullish(),
  credentials: z.array(credential).optional(),
});
const realm = z.object({ users: z.array(z.unknown()) });

type Credential = z.infer<typeof credential>;

/** Keycloak: a realm export with its users, or one of the files of users beside it (`kc.sh export --users …`). */
export const keycloak: Source = async function* read(input, { dropFactors }) {
  const found = realm.safeParse(await jsonValue(input));
  if (!found.success) throw new BrokenFile('This is no export of a realm with users in it.');
  for (const [index, raw] of found.data.users.entries()) {
    const at = index + 1;
    const { success, data } = user.safeParse(raw);
    const row = success ? rowOf(data, dropFactors) : 'this is no user of a Keycloak export';
    yield typeof row === 'string' ? { at, wrong: row } : exportRow(at, row);
  }
};

function rowOf(data: z.infer<typeof user>, dropFactors: boolean): Row | string {
  const { id, email, enabled = true, createdTimestamp, serviceAccountClientId, credentials = [] } = data;
  if (serviceAccountClientId) return 'it is a service account: make one here';
  if (!email) return 'it has no email';
  const first = credentials.find(({ type }) => type === 'password');
  const passwordHash = first && hashOf(first);
  if (first && !passwordHash) return 'its password was hashed in a way that is not known here';
  const totp: NonNullable<Row['totp']> = [];
  for (const each of credentials.filter(({ type }) => isSecondFactor(type))) {
    const known = each.type === 'otp' ? totpOf(each) : undefined;
    if (known) totp.push(known);
    else if (!dropFactors) return `it has a second factor that is not known here: ${each.type}`;
  }
  return {
    id,
    email,
    disabled: !enabled,
    ...(createdTimestamp !== undefined && { registeredAt: new Date(createdTimestamp).toISOString() }),
    ...(passwordHash && { passwordHash }),
    ...(totp.length > 0 && { totp }),
  };
}

// Recovery codes are no factor by themselves, and stored so that only Keycloak can check them: a new sheet replaces them.
const isSecondFactor = (type: string): boolean => type !== 'password' && type !== 'recovery-authn-codes';

function hashOf(raw: Credential): string | undefined {
  const { success, data } = password.safeParse(raw);
  if (!success) return undefined;
  const { value, salt } = data.secretData;
  const { hashIterations, algorithm, additionalParameters = {} } = data.credentialData;
  const [saltText, key] = [salt, value].map((each) => unpadded(Buffer.from(each, 'base64')));
  if (algorithm === 'argon2') {
    const { type = ['id'], memory = [''], parallelism = [''] } = additionalParameters;
    return `$argon2${type[0]}$v=19$m=${memory[0]},t=${hashIterations},p=${parallelism[0]}$${saltText}$${key}`;
  }
  const digest = digests[algorithm];
  return digest && `$${digest}$i=${hashIterations}$${saltText}$${key}`;
}

const digests: Readonly<Record<string, string>> = {
  pbkdf2: 'pbkdf2-sha1',
  'pbkdf2-sha256': 'pbkdf2-sha256',
  'pbkdf2-sha512': 'pbkdf2-sha512',
};

function totpOf(raw: Credential): NonNullable<Row['totp']>[number] | undefined {
  const { success, data } = otp.safeParse(raw);
  if (!success || data.credentialData.subType !== 'totp') return undefined;
  const { digits, period, algorithm, secretEncoding } = data.credentialData;
  const { value } = data.secretData;
  const known = (['SHA1', 'SHA256', 'SHA512'] as const).find((each) => algorithm === `Hmac${each}`);
  if (!known || (secretEncoding && secretEncoding.toUpperCase() !== 'BASE32')) return undefined;
  // Without an encoding the characters are the seed.
  const secret = secretEncoding ? value : new ScureBase32Plugin().encode(Buffer.from(value), { padding: false });
  return { secret, algorithm: known, digits, period, ...(raw.userLabel && { label: raw.userLabel }) };
}
