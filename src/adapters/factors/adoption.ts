import { randomBytes } from 'node:crypto';
import { ScureBase32Plugin } from 'otplib';
import { parseAnswer } from '../../domain/mfa/answer.js';
import type { Material, Sealed } from '../../domain/mfa/factors.js';
import type { Adoption, ForeignTotp } from '../../domain/ports/adoption.js';
import { Busy, type HashingLane } from '../../domain/ports/password-hasher.js';
import { Secret } from '../../domain/secret.js';
import type { PasswordHash } from '../../domain/user/password.js';
import type { SlowDigests } from './backup-code.js';
import { fewestSeedBytes, neverUsed, seatOf, type SeedSeal } from './totp.js';

const base32 = new ScureBase32Plugin();
const mostSeedBytes = 64; // an HMAC key that is longer is hashed first, and no app makes one
const [fewestCodes, mostCodes] = [1, 50];
const saltBytes = 16;
const lane: HashingLane = { client: 'import', purpose: 'factor' };

/** What other services kept, in the form in which we keep it. */
export class ForeignFactors implements Adoption {
  /** `knows` says whether the hasher could check a password against this. */
  constructor(
    private readonly its: {
      readonly knows: (hash: string) => boolean;
      readonly seal: SeedSeal;
      readonly digests: SlowDigests;
    },
  ) {}

  password(hash: Secret): PasswordHash | undefined {
    const encoded = hash.reveal();
    return this.its.knows(encoded) ? (encoded as PasswordHash) : undefined;
  }

  totp({ secret, algorithm, digits, period }: ForeignTotp): Material<'totp'> | undefined {
    const seed = spelled(secret);
    const fits = Number.isInteger(digits) && digits >= 6 && digits <= 8 && Number.isInteger(period);
    if (!seed || !fits || period < 15 || period > 300) return undefined;
    const parameters = { algorithm, digits, period };
    const sealed = this.its.seal.seal(seed, seatOf(parameters)) as Sealed;
    return { kind: 'totp', seed: sealed, ...parameters, lastStep: neverUsed };
  }

  async backupCodes(codes: readonly Secret[]): Promise<Material<'backup-code'> | undefined> {
    const spelled = new Set<string>();
    for (const code of codes) {
      const answer = parseAnswer('backup-code', code.reveal());
      if (answer?.kind !== 'backup-code') return undefined;
      spelled.add(answer.code);
    }
    const [first] = spelled;
    const length = first?.length;
    if (length === undefined || spelled.size < fewestCodes || spelled.size > mostCodes) return undefined;
    if ([...spelled].some((code) => code.length !== length)) return undefined;
    const salt = randomBytes(saltBytes);
    const digests = await this.its.digests.of(
      [...spelled].map((code) => new Secret(code)),
      salt,
      lane,
    );
    if (digests instanceof Busy) throw new Error('Nobody hashes but us, and still there is no time');
    return { kind: 'backup-code', salt: salt.toString('base64url'), digests, length };
  }
}

/** Base32 as we keep it; undefined where it is none, or too short or too long for a seed. */
function spelled(secret: Secret): Secret | undefined {
  const text = secret
    .reveal()
    .replace(/[\s-]|=+$/g, '')
    .toUpperCase();
  try {
    const bytes = base32.decode(text);
    return bytes.length >= fewestSeedBytes && bytes.length <= mostSeedBytes
      ? new Secret(base32.encode(bytes, { padding: false }))
      : undefined;
  } catch {
    return undefined;
  }
}
