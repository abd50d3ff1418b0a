import type { SessionId, UserId } from '../ids.js';
import type { AuthSession } from '../session/auth-session.js';

export interface AuthSessions {
  byId(id: SessionId): Promise<AuthSession | undefined>;
  /** Those not revoked and neither idle nor over at `now`, newest first, whatever their epoch. */
  openOf(user: UserId, now: Date): Promise<readonly AuthSession[]>;
  add(session: AuthSession): void;
}
