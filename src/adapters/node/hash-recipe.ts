/** How a password was hashed, read from what is stored of it; a hash that asks for more work than we give is none. */
export type HashRecipe =
  | { readonly kind: 'argon2' | 'bcrypt' }
  | {
      readonly kind: 'scrypt';
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelization: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'pbkdf2';
      readonly digest: 'sha1' | 'sha256' | 'sha512';
      readonly iterations: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    };

// The most that one check may cost: whoever can write a hash must not be able to stop the service with it.
const most = {
  mebibytes: 256,
  argon2: { passes: 10, lanes: 16 },
  bcryptRounds: 14, // 2^14: about a second
  scryptLanes: 16,
  pbkdf2Iterations: 2_000_000,
} as const;
const leastKeyBytes = 16; // 128 bits: what a guess must not hit by chance
const longest = 1024; // characters of an encoded hash

/**
 * Knows argon2 (id, i, d), scrypt and PBKDF2 as PHC strings, PBKDF2 as passlib writes it, and bcrypt in its modular
 * crypt format (2a, 2b, 2y). Undefined for everything else; never throws.
 */
export function hashRecipe(encoded: string): HashRecipe | undefined {
  if (encoded.length > longest) return undefined;
  return argon2(encoded) ?? bcrypt(encoded) ?? scrypt(encoded) ?? pbkdf2(encoded);
}

function argon2(encoded: string): HashRecipe | undefined {
  const [, memory, passes, lanes] =
    /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$[\w+/]{11,86}\$[\w+/]{22,171}$/.exec(encoded) ??
    [];
  const [m, t, p] = [Number(memory), Number(passes), Number(lanes)];
  const fits = m >= 8 * p && m <= most.mebibytes * 1024 && t >= 1 && t <= most.argon2.passes;
  return fits && p >= 1 && p <= most.argon2.lanes ? { kind: 'argon2' } : undefined;
}

function bcrypt(encoded: string): HashRecipe | undefined {
  const [, rounds] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(encoded) ?? [];
  return Number(rounds) >= 4 && Number(rounds) <= most.bcryptRounds ? { kind: 'bcrypt' } : undefined;
}

function scrypt(encoded: string): HashRecipe | undefined {
  const [, exponent, r, p, salt, key] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/]+)\$([\w+/]+)$/.exec(encoded) ?? [];
  const [cost, blockSize, parallelization] = [2 ** Number(exponent), Number(r), Number(p)];
  const fits = cost >= 2 && blockSize >= 1 && 128 * cost * blockSize <= most.mebibytes * 2 ** 20;
  if (!fits || parallelization < 1 || parallelization > most.scryptLanes) return undefined;
  const made = material(salt, key);
  return made && { kind: 'scrypt', cost, blockSize, parallelization, ...made };
}

// PHC says `$pbkdf2-sha256$i=29000$`, passlib `$pbkdf2-sha256$29000$`, with a dot where base64 has a plus.
function pbkdf2(encoded: string): HashRecipe | undefined {
  const [, digest = 'sha1', count, salt, key] =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,8})(?:,l=\d{1,3})?\$([\w+/.]+)\$([\w+/.]+)$/.exec(encoded) ?? [];
  const iterations = Number(count);
  if (!(iterations >= 1 && iterations <= most.pbkdf2Iterations)) return undefined;
  const made = material(salt?.replaceAll('.', '+'), key?.replaceAll('.', '+'));
  return made && { kind: 'pbkdf2', digest: digest as 'sha1' | 'sha256' | 'sha512', iterations, ...made };
}

function material(salt = '', key = ''): { readonly salt: Buffer; readonly key: Buffer } | undefined {
  const [saltBytes, keyBytes] = [Buffer.from(salt, 'base64'), Buffer.from(key, 'base64')];
  const whole = unpadded(saltBytes) === salt && unpadded(keyBytes) === key;
  return whole && saltBytes.length > 0 && keyBytes.length >= leastKeyBytes
    ? { salt: saltBytes, key: keyBytes }
    : undefined;
}

/** Base64 as PHC strings have it. */
export const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
