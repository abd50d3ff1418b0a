import type { Transaction } from '../domain/ports/unit-of-work.js';
import type { AuthSession, SessionView } from '../domain/session/auth-session.js';
import type { User } from '../domain/user/user.js';
import type { UserView } from '../domain/user/user-view.js';

/** Who makes a request, by the live session it carries. */
export interface Viewer {
  readonly user: UserView;
  readonly session: SessionView;
}

/** A live session and its user. */
export interface Standing {
  readonly session: AuthSession;
  readonly user: User;
}

/** The viewer's session and user as they are now; undefined where the session has ended meanwhile. */
export async function standing(tx: Transaction, viewer: Viewer, now: Date): Promise<Standing | undefined> {
  const [session, user] = await Promise.all([
    tx.sessions.byId(viewer.session.id),
    tx.users.byId(viewer.session.userId),
  ]);
  return session && user && session.isLive(user, now) ? { session, user } : undefined;
}
