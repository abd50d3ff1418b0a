import type { Secret } from '../secret.js';

/** `common`: among those that are tried first; `breached`: known from a breach. */
export type BlockedPassword = 'common' | 'breached';

/** Passwords that nobody should choose (SP 800-63B-4 §3.1.1.2, ASVS 6.2.4, 6.2.12). */
export interface PasswordBlocklist {
  /**
   * Whether it may not be chosen, whatever its case and however its letters are encoded. Settles within seconds, and never
   * rejects: where a source cannot be asked, the others decide. No source learns the password.
   */
  find(password: Secret): Promise<BlockedPassword | undefined>;
}
