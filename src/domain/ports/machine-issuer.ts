import type { Secret } from '../secret.js';
import type { UserId } from '../ids.js';
import type { MachineTokenView } from '../user/machine-view.js';

/** What a program holds for a few minutes. */
export interface MachineAccess {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
  readonly scopes: MachineTokenView['scopes'];
}

/** Puts a program's right into an access token that nobody takes for a person's: it names no session and no factor. */
export interface MachineIssuer {
  /** `until`: it ends no later. */
  issue(userId: UserId, token: MachineTokenView, until: Date, now: Date): Promise<MachineAccess>;
}
