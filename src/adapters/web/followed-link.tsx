import { Secret } from '../../domain/secret.js';
import type { NoticeName } from './notices.js';
import { pageAt, pagePaths, type LinkPageName } from './page-paths.js';
import { seeOther, show, type Page, type Reply } from './reply.js';
import type { Visit } from './visit.js';

/** A page that a mailed link leads to. */
export interface Following {
  get(visit: Visit): Promise<Reply>;
  post(visit: Visit): Promise<Reply>;
}

// What `LinkSecrets` writes, as far as it may stand in a cookie.
const shape = /^[\w.~-]{16,512}$/;

/** In the place of the code, once it is spent: a form that is posted again leads to where the first one led. */
const spent = 'done';

export const afterSpending = (notice: NoticeName): Reply => ({
  ...seeOther(pageAt('signIn', { notice })),
  link: spent,
});

/** The code of the link that led here, or where to go without one. */
export function codeOr(visit: Visit, notice: NoticeName): Secret | Reply {
  const code = visit.linkCode;
  if (code === undefined) return linkOver(visit);
  return code === spent ? seeOther(pageAt('signIn', { notice })) : new Secret(code);
}

/** Puts the code of a link out of the address, into a cookie of this page alone; then there is the page. */
export async function followed(visit: Visit, at: LinkPageName, page: () => Page): Promise<Reply> {
  const code = visit.asked.query.get('code');
  if (code !== null) return { ...seeOther(pagePaths[at]), link: shape.test(code) ? code : '' };
  const held = visit.linkCode;
  return held === undefined || held === spent ? linkOver(visit) : page();
}

/** One answer for a link that was used, is over or never was. */
export function linkOver({ words }: Visit): Page {
  const { links, forgotten, signIn } = words;
  const body = (
    <>
      <h1>{links.over}</h1>
      <p>{links.overWhy}</p>
      <a class="primary" href={pagePaths.signIn}>
        {signIn.title}
      </a>
      <p class="aside">
        <a href={pagePaths.forgotten}>{forgotten.link}</a>
      </p>
    </>
  );
  return show(links.over, body, { status: 410 });
}
