import type { Viewer } from '../../application/viewer.js';
import type { SessionId } from '../../domain/ids.js';
import type { SessionView } from '../../domain/session/auth-session.js';
import { recommendationsFor } from '../../domain/user/recommendations.js';
import type { UserView } from '../../domain/user/user-view.js';
import { AuthSession, User } from './account-types.js';
import { make } from './make.js';

export function presentSession(session: SessionView, own: SessionId): AuthSession {
  const { id, kind, assurance, amr, authenticatedAt, lastSeenAt, expiresAt, device } = session;
  return make(AuthSession, {
    id,
    credential: kind,
    assurance,
    mfaVerified: assurance === 'aal2',
    amr,
    authenticatedAt,
    lastSeenAt,
    expiresAt,
    device,
    current: id === own,
  });
}

export function presentUser(viewer: Viewer): User {
  const { id, email, roles, factors, backupCodesLeft }: UserView = viewer.user;
  return make(User, {
    id,
    email,
    roles,
    mfaEnabled: factors.length > 0,
    factors,
    backupCodesLeft,
    recommendations: recommendationsFor(viewer.user, viewer.session),
    session: presentSession(viewer.session, viewer.session.id),
    viewer,
  });
}
