import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Digest } from '../../domain/ids.js';
import type { Mark, Material, Reveal } from '../../domain/mfa/factors.js';
import { Busy, type HashingLane } from '../../domain/ports/password-hasher.js';
import type { Question, SecondFactor } from '../../domain/ports/second-factor.js';
import { Secret } from '../../domain/secret.js';
import type { EmailAddress } from '../../domain/user/email-address.js';

/** Digests that are slow to try out, under a salt. All of them, in order, or `Busy`. */
export interface SlowDigests {
  of(values: readonly Secret[], salt: Uint8Array, lane: HashingLane): Promise<readonly Digest[] | Busy>;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford base32: nothing that is misread
const characters = 16; // 80 bits
const saltBytes = 16;

/**
 * A sheet of codes for the day the phone is gone (SP 800-63B-4 §3.1.2). Kept as argon2id digests, because 80 bits are
 * too few for a fast hash (ASVS 6.5.2), under one salt a sheet, so that one hash judges an answer against all of them.
 */
export class BackupCode implements SecondFactor<'backup-code'> {
  readonly kind = 'backup-code';

  /** `count`: codes on a sheet. */
  constructor(
    private readonly digests: SlowDigests,
    private readonly count = 10,
  ) {}

  async enrol(
    _owner: EmailAddress,
    lane: HashingLane,
  ): Promise<{ readonly made: Material<'backup-code'>; readonly reveal: Reveal<'backup-code'> } | Busy> {
    const codes = Array.from({ length: this.count }, newCode);
    const salt = randomBytes(saltBytes);
    const digests = await this.digests.of(codes, salt, lane);
    if (digests instanceof Busy) return digests;
    return {
      made: { kind: 'backup-code', salt: salt.toString('base64url'), digests },
      reveal: { kind: 'backup-code', codes: codes.map(inFours) },
    };
  }

  /** A spent code is on no sheet any more, and leaves nothing. */
  async verify({ enrolments, answer, lane }: Question<'backup-code'>): Promise<Mark<'backup-code'> | undefined | Busy> {
    for (const sheet of enrolments) {
      // A code of another length is on no such sheet: the hash is spared.
      if (answer.code.length !== (sheet.length ?? characters)) continue;
      const made = await this.digests.of([new Secret(answer.code)], Buffer.from(sheet.salt, 'base64url'), lane);
      if (made instanceof Busy) return made;
      const digest = sheet.digests.find((kept) => made.some((one) => equal(kept, one)));
      if (digest) return { kind: 'backup-code', enrolmentId: sheet.id, digest };
    }
    return undefined;
  }
}

// 256 is a multiple of 32: every character is as likely as any other.
const newCode = (): Secret =>
  new Secret(Array.from(randomBytes(characters), (byte) => alphabet[byte % alphabet.length]).join(''));

const inFours = (code: Secret): Secret => new Secret(code.reveal().replace(/.{4}(?=.)/g, '$&-'));

function equal(a: Digest, b: Digest): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
