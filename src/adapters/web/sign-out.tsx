import type { LogOut } from '../../application/log-out.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import type { Visit } from './visit.js';

/** Ends the session of this browser, or all of its owner's; a link can only ask. */
export function signOut({ logOut }: { readonly logOut: LogOut }) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const { signOut: words, more } = visit.words;
      const { returnTo } = visit;
      const body = (
        <>
          <h1>{words.title}</h1>
          <p>{words.why}</p>
          <Form to={pagePaths.signOut} returnTo={returnTo}>
            <button class="primary">{words.submit}</button>
          </Form>
          <p class="aside">
            <a href={returnTo ?? pagePaths.account}>{more.cancel}</a>
          </p>
        </>
      );
      return show(words.title, body);
    },

    async post(visit: Visit): Promise<Reply> {
      const { client, envelope, returnTo } = visit;
      const everywhere = visit.text('everywhere') === 'yes';
      const { pending } = envelope;
      await logOut.execute({ viewer: await visit.viewer(), refreshToken: undefined, pending, everywhere, client });
      envelope.dropSession();
      envelope.dropPending();
      const notice = everywhere ? 'signed-out-everywhere' : 'signed-out';
      return seeOther(pageAt('signIn', { notice, returnTo }));
    },
  };
}
