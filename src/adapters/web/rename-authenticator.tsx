import type { RenameFactor } from '../../application/rename-factor.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Field, Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';

/** Calls an authenticator something else. */
export function renameAuthenticator({ renameFactor }: { readonly renameFactor: RenameFactor }) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const id = visit.text('id');
      const factor = viewer.user.factors.find((each) => each.id === id);
      if (!factor) return seeOther(pageAt('account', { notice: 'authenticator-gone' }));
      const { rename: words, authenticator, more } = visit.words;
      const body = (
        <>
          <h1>{words.title}</h1>
          <Form to={pagePaths.renameAuthenticator} hidden={{ id }}>
            <Field
              name="label"
              label={words.label}
              hint={authenticator.nameHint}
              value={factor.label}
              autocomplete="off"
              maxLength={64}
              focus
            />
            <button class="primary">{words.submit}</button>
          </Form>
          <p class="aside">
            <a href={pagePaths.account}>{more.cancel}</a>
          </p>
        </>
      );
      return show(words.title, body);
    },

    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const [id, label] = [visit.text('id'), visit.text('label')];
      const outcome = await renameFactor.execute({ viewer, id, label, client: visit.client });
      // prettier-ignore
      switch (outcome.status) {
        case 'renamed':      return seeOther(pageAt('account', { notice: 'authenticator-renamed' }));
        case 'not-enrolled': return seeOther(pageAt('account', { notice: 'authenticator-gone' }));
        case 'ended':        return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        default:             return outcome satisfies never;
      }
    },
  };
}
