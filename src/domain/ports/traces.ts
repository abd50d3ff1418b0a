import type { Digest, UserId } from '../ids.js';
import type { EmailAddress } from '../user/email-address.js';

/** Whose traces: with the address they had, and the digest it is looked up by, as long as it is known. */
export interface Traced {
  readonly user: UserId;
  readonly address: { readonly email: EmailAddress; readonly digest: Digest } | undefined;
}

/** What is remembered of a person beside their account and the audit log. */
export interface Traces {
  /**
   * Removes their sessions, challenges, devices and mailed links, and what was counted for them and for their address.
   * Nothing of it is needed once the account is gone. Again, it finds nothing.
   */
  erase(whose: Traced): Promise<void>;
}
