import type { VNode } from 'preact';
import type { ListActivity } from '../../application/list-activity.js';
import type { ListDevices } from '../../application/list-devices.js';
import type { ListSessions } from '../../application/list-sessions.js';
import type { AuthPolicy } from '../../domain/policy.js';
import { RecentActivity } from './activity.js';
import { KnownDevices } from './known-devices.js';
import { noticeFor } from './notices.js';
import { pagePaths } from './page-paths.js';
import { Form, Notice, Said } from './parts.js';
import { show, type Reply } from './reply.js';
import { Sessions } from './sessions.js';
import { unfinished } from './step-up.js';
import { TwoStep } from './two-step.js';
import type { Visit } from './visit.js';

interface Its {
  readonly listSessions: ListSessions;
  readonly listActivity: ListActivity;
  readonly listDevices: ListDevices;
  readonly policy: AuthPolicy;
}

/** Facts: of those that say nothing to a person there are some. */
const looked = 40;

/** Everything about how somebody signs in, on one page. */
export function account({ listSessions, listActivity, listDevices, policy }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const { client } = visit;
      const sessions = await listSessions.execute({ viewer, client });
      const devices = await listDevices.execute({ viewer, client });
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
          {policy.mfa !== 'off' && <TwoStep visit={visit} viewer={viewer} policy={policy} />}
          <Secrets visit={visit} />
          <Sessions visit={visit} own={viewer.session} sessions={sessions} />
          <KnownDevices visit={visit} own={viewer.session.deviceId} devices={devices} />
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
      <p class="tools">
        <a class="secondary" href={pagePaths.password}>
          {password.change}
        </a>
        <a class="secondary" href={pagePaths.address}>
          {address.change}
        </a>
      </p>
    </section>
  );
}
