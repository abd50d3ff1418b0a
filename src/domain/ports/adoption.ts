import type { Material, TotpAlgorithm } from '../mfa/factors.js';
import type { Secret } from '../secret.js';
import type { PasswordHash } from '../user/password.js';

/** An authenticator as another service had it. */
export interface ForeignTotp {
  /** Base32 (RFC 4648 §6), in any case, with or without padding and spaces. */
  readonly secret: Secret;
  readonly algorithm: TotpAlgorithm;
  /** 6 to 8. */
  readonly digits: number;
  /** Seconds, 15 to 300. */
  readonly period: number;
}

/** Takes over what people proved themselves with elsewhere. Undefined for what we could not judge later; never throws at input. */
export interface Adoption {
  /** A PHC string or a modular crypt one. */
  password(hash: Secret): PasswordHash | undefined;
  totp(foreign: ForeignTotp): Material<'totp'> | undefined;
  /** Codes in the open, all of one length: 8 to 12 letters and digits, or 16 of ours. */
  backupCodes(codes: readonly Secret[]): Promise<Material<'backup-code'> | undefined>;
}
