import type { ListSessions } from '../../application/list-sessions.js';
import type { LogOut } from '../../application/log-out.js';
import type { RefreshSession } from '../../application/refresh-session.js';
import type { RevokeSession } from '../../application/revoke-session.js';
import type { StepUp } from '../../application/step-up.js';
import { Secret } from '../../domain/secret.js';
import { posed, presentChallenge, presentSession, presentUser, signedIn, statusOf } from './present.js';
import { refuse } from './problems.js';
import type { Handlers } from './routes.js';

interface Its {
  readonly refreshSession: RefreshSession;
  readonly logOut: LogOut;
  readonly stepUp: StepUp;
  readonly listSessions: ListSessions;
  readonly revokeSession: RevokeSession;
}
type Names = 'session' | 'refresh' | 'logout' | 'stepUp' | 'listSessions' | 'revokeSession';

/** What somebody does with a session they have. */
export function session({ refreshSession, logOut, stepUp, listSessions, revokeSession }: Its): Pick<Handlers, Names> {
  return {
    async session({ caller }) {
      const viewer = await caller.viewer();
      if (viewer) {
        const { user, session: own } = viewer;
        const body = { user: presentUser(user, own), session: presentSession(own, own.id) };
        return { status: 200, body: { status: 'signed-in', ...body } };
      }
      const pending = await caller.pending();
      if (!pending) return refuse('session-ended');
      const { amr, authenticatedAt } = pending;
      const body = { status: statusOf(pending), amr, authenticatedAt, challenge: presentChallenge(pending) } as const;
      return { status: 202, body };
    },

    async refresh({ body, caller: { client, envelope } }) {
      const outcome = await refreshSession.execute({ refreshToken: new Secret(body.refreshToken), client });
      // prettier-ignore
      switch (outcome.status) {
        case 'refreshed':          return signedIn(outcome.signedIn, envelope);
        case 'mfa-required':
        case 'enrolment-required': return posed(outcome.pending, envelope);
        case 'ended':              return refuse('session-ended');
        case 'too-many-attempts':  return refuse('too-many-attempts', { retryAt: outcome.retryAt });
        default:                   return outcome satisfies never;
      }
    },

    async logout({ body: { refreshToken, everywhere }, caller }) {
      const { client, envelope } = caller;
      const byToken = await caller.challengeByToken('verify');
      const { status, sessionsEnded } = await logOut.execute({
        viewer: await caller.viewer(),
        refreshToken: refreshToken === undefined ? undefined : new Secret(refreshToken),
        pending: byToken ? [byToken, ...envelope.pending] : envelope.pending,
        everywhere,
        client,
      });
      envelope.dropSession();
      envelope.dropPending();
      return { status: 200, body: { status, sessionsEnded } };
    },

    async stepUp({ body: { assurance, password: raw }, caller: { client, envelope }, viewer }) {
      const password = raw === undefined ? undefined : new Secret(raw);
      const outcome = await stepUp.execute({ viewer, assurance, password, browser: envelope.browser, client });
      // prettier-ignore
      switch (outcome.status) {
        case 'raised':            return signedIn(outcome.signedIn, envelope);
        case 'mfa-required':      return posed(outcome.pending, envelope);
        case 'denied':            return refuse('invalid-credentials');
        case 'no-factor':         return refuse('not-allowed', { reason: 'no-factor' });
        case 'ended':             return refuse('session-ended');
        case 'too-many-attempts': return refuse('too-many-attempts', { retryAt: outcome.retryAt });
        default:                  return outcome satisfies never;
      }
    },

    async listSessions({ caller: { client }, viewer }) {
      const live = await listSessions.execute({ viewer, client });
      return { status: 200, body: { sessions: live.map((each) => presentSession(each, viewer.session.id)) } };
    },

    async revokeSession({ id, caller: { client, envelope }, viewer }) {
      const outcome = await revokeSession.execute({ viewer, id, client });
      if (outcome.status !== 'revoked') return refuse(outcome.status === 'ended' ? 'session-ended' : 'not-found');
      if (outcome.id === viewer.session.id) envelope.dropSession();
      return { status: 200, body: { status: 'revoked', id: outcome.id } };
    },
  };
}
