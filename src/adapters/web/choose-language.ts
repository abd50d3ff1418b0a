import type { SetLanguage } from '../../application/set-language.js';
import { checkedReturnTo } from '../../guard/return-to.js';
import { seeOther, type Reply } from './reply.js';
import type { Visit } from './visit.js';
import { isLanguage } from './words.js';

/** The language of the pages, in this browser, and of the mails to whoever is signed in. */
export function chooseLanguage({ setLanguage }: { readonly setLanguage: SetLanguage }) {
  return {
    async post(visit: Visit): Promise<Reply> {
      const back = seeOther(checkedReturnTo(visit.text('here')));
      const language = visit.text('language');
      if (!isLanguage(language)) return back;
      const viewer = await visit.viewer();
      if (viewer) await setLanguage.execute({ viewer, language, client: visit.client });
      return { ...back, language };
    },
  };
}
