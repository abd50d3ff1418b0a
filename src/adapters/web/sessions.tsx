import type { VNode } from 'preact';
import type { RevokeSession } from '../../application/revoke-session.js';
import type { SessionView } from '../../domain/session/auth-session.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Form, Moment, Said } from './parts.js';
import { seeOther, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';

/** Ends one of the own sessions. */
export function endSession({ revokeSession }: { readonly revokeSession: RevokeSession }) {
  return {
    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const outcome = await revokeSession.execute({ viewer, id: visit.text('id'), client: visit.client });
      switch (outcome.status) {
        case 'revoked':
          if (outcome.id !== viewer.session.id) return seeOther(pageAt('account', { notice: 'session-closed' }));
          visit.envelope.dropSession();
          return seeOther(pageAt('signIn', { notice: 'signed-out' }));
        case 'unknown':
          return seeOther(pageAt('account', { notice: 'session-gone' }));
        case 'ended':
          return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        default:
          return outcome satisfies never;
      }
    },
  };
}

interface SessionsProps {
  readonly visit: Visit;
  readonly own: SessionView;
  readonly sessions: readonly SessionView[];
}

/** Where somebody is signed in. */
export function Sessions({ visit, own, sessions }: SessionsProps): VNode {
  const { account: words } = visit.words;
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      <ul class="rows">
        {sessions.map((session) => (
          <Session visit={visit} session={session} current={session.id === own.id} />
        ))}
      </ul>
      <Form to={pagePaths.signOut} hidden={{ everywhere: 'yes' }}>
        <p class="hint">{words.everywhereWhy}</p>
        <button class="secondary danger">{words.everywhere}</button>
      </Form>
    </section>
  );
}

function Session({ visit, session, current }: { visit: Visit; session: SessionView; current: boolean }): VNode {
  const { account: words } = visit.words;
  const { id, device, assurance, openedAt, lastSeenAt } = session;
  const name = device ?? words.unknownDevice;
  return (
    <li>
      <div>
        <strong>
          <Said>{name}</Said>
        </strong>{' '}
        {current && <span class="badge on">{words.current}</span>}
        <p class="hint">
          {assurance === 'aal2' ? words.twoFactors : words.oneFactor} · {words.since}{' '}
          <Moment at={openedAt} visit={visit} /> · {words.lastSeen} <Moment at={lastSeenAt} visit={visit} />
        </p>
      </div>
      {!current && (
        <Form to={pagePaths.endSession} hidden={{ id }}>
          <button class="quiet" aria-label={`${words.endLabel}: ${name}`}>
            {words.end}
          </button>
        </Form>
      )}
    </li>
  );
}
