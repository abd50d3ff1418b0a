import type { VNode } from 'preact';
import type { ListActivity } from '../../application/list-activity.js';
import type { ListSessions } from '../../application/list-sessions.js';
import type { RevokeSession } from '../../application/revoke-session.js';
import type { Viewer } from '../../application/viewer.js';
import type { SessionView } from '../../domain/session/auth-session.js';
import type { FactorView } from '../../domain/user/user-view.js';
import type { AuthPolicy } from '../../domain/policy.js';
import { RecentActivity } from './activity.js';
import { noticeFor } from './notices.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Form, Moment, Notice, Said } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';

interface Its {
  readonly listSessions: ListSessions;
  readonly listActivity: ListActivity;
  readonly policy: AuthPolicy;
}

/** Facts: of those that say nothing to a person there are some. */
const looked = 40;

/** Everything about how somebody signs in, on one page. */
export function account({ listSessions, listActivity, policy }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const { client } = visit;
      const sessions = await listSessions.execute({ viewer, client });
      const happened = await listActivity.execute({ viewer, page: { first: looked }, client });
      const entries = happened.status === 'listed' ? happened.entries.map(({ activity }) => activity) : [];
      const notice = noticeFor(visit);
      const { account: words, more } = visit.words;
      const body = (
        <>
          <h1>{words.title}</h1>
          <div class="whoami">
            <span>
              {words.signedInAs}{' '}
              <strong>
                <Said>{viewer.user.email}</Said>
              </strong>
            </span>
            <Form to={pagePaths.signOut}>
              <button class="secondary">{more.signOut}</button>
            </Form>
          </div>
          {notice && <Notice>{notice}</Notice>}
          <Secrets visit={visit} />
          {policy.mfa !== 'off' && <TwoStep visit={visit} viewer={viewer} policy={policy} />}
          <Sessions visit={visit} own={viewer.session} sessions={sessions} />
          <RecentActivity visit={visit} entries={entries} />
        </>
      );
      return show(words.title, body, { wide: true });
    },
  };
}

function Secrets({ visit }: { readonly visit: Visit }): VNode {
  const { address, password } = visit.words;
  return (
    <section aria-labelledby="secrets">
      <h2 id="secrets">{address.heading}</h2>
      <p>
        <a href={pagePaths.password}>{password.change}</a>
      </p>
      <p>
        <a href={pagePaths.address}>{address.change}</a>
      </p>
    </section>
  );
}

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

interface TwoStepProps {
  readonly visit: Visit;
  readonly viewer: Viewer;
  readonly policy: AuthPolicy;
}

function TwoStep({ visit, viewer: { user }, policy }: TwoStepProps): VNode {
  const { account: words } = visit.words;
  const on = user.factors.length > 0;
  return (
    <section aria-labelledby="two-step">
      <h2 id="two-step">
        {words.twoStep} <span class={on ? 'badge on' : 'badge'}>{on ? words.on : words.off}</span>
      </h2>
      {on ? (
        <Factors visit={visit} viewer={{ user }} policy={policy} />
      ) : (
        <>
          <p>{words.offWhy}</p>
          <a class="primary" href={pagePaths.authenticator}>
            {words.setUp}
          </a>
        </>
      )}
    </section>
  );
}

function Factors({
  visit,
  viewer: { user },
  policy,
}: {
  visit: Visit;
  viewer: Pick<Viewer, 'user'>;
  policy: AuthPolicy;
}) {
  const { account: words } = visit.words;
  const { backupCodesLeft: left } = user;
  return (
    <>
      <h3>{words.authenticators}</h3>
      <ul class="rows">
        {user.factors.map((factor) => (
          <Authenticator visit={visit} factor={factor} />
        ))}
      </ul>
      {user.factors.length < policy.authenticators && (
        <p>
          <a href={pagePaths.authenticator}>{words.addAnother}</a>
        </p>
      )}
      <h3>{words.backupCodes}</h3>
      <p class={left <= policy.backupCodesLow ? 'low' : ''}>
        {left === 0 ? words.codesNone : words.codesLeft(left, policy.backupCodes)}{' '}
        {left > 0 && left <= policy.backupCodesLow && words.codesLow}
      </p>
      <p>
        <a href={pagePaths.backupCodes}>{words.newCodes}</a>
      </p>
      {policy.mfa !== 'required' && (
        <p>
          <a class="danger" href={pagePaths.turnOff}>
            {words.turnOff}
          </a>
        </p>
      )}
    </>
  );
}

function Authenticator({ visit, factor }: { readonly visit: Visit; readonly factor: FactorView }): VNode {
  const { account: words, never } = visit.words;
  const { id, label, enrolledAt, lastUsedAt } = factor;
  return (
    <li>
      <div>
        <strong>
          <Said>{label}</Said>
        </strong>
        <p class="hint">
          {words.added} <Moment at={enrolledAt} visit={visit} /> · {words.used}{' '}
          {lastUsedAt ? <Moment at={lastUsedAt} visit={visit} /> : never}
        </p>
      </div>
      <a href={pageAt('removeAuthenticator', { id })} aria-label={`${words.removeLabel}: ${label}`}>
        {words.remove}
      </a>
    </li>
  );
}

interface SessionsProps {
  readonly visit: Visit;
  readonly own: SessionView;
  readonly sessions: readonly SessionView[];
}

function Sessions({ visit, own, sessions }: SessionsProps): VNode {
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
