import type { RegenerateBackupCodes } from '../../application/regenerate-backup-codes.js';
import type { Secret } from '../../domain/secret.js';
import { proveAgain, type Freshness } from './fresh.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Form } from './parts.js';
import { seeOther, show, type Page, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';

interface Its {
  readonly regenerateBackupCodes: RegenerateBackupCodes;
  readonly freshness: Freshness;
  readonly site: string;
}

/** A new sheet. */
export function backupCodes({ regenerateBackupCodes, freshness, site }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      if (viewer.user.factors.length === 0) return seeOther(pagePaths.account);
      const late = await freshness.missing(visit, viewer, pagePaths.backupCodes);
      if (late) return late;
      const { backup: words, more } = visit.words;
      const body = (
        <>
          <h1>{words.newTitle}</h1>
          <p>{words.newWhy}</p>
          <Form to={pagePaths.backupCodes}>
            <button class="primary">{words.submit}</button>
          </Form>
          <p class="aside">
            <a href={pagePaths.account}>{more.cancel}</a>
          </p>
        </>
      );
      return show(words.newTitle, body);
    },

    /** Shown here and never again, so it is the answer itself. */
    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const outcome = await regenerateBackupCodes.execute({ viewer, client: visit.client });
      // prettier-ignore
      switch (outcome.status) {
        case 'issued':      return CodesPage({ visit, codes: outcome.codes, site });
        case 'stale-proof': return proveAgain(outcome, pagePaths.backupCodes);
        case 'forbidden':
        case 'no-factor':   return seeOther(pagePaths.account);
        case 'ended':       return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        default:            return outcome satisfies never;
      }
    },
  };
}

/** The sheet is saved: on to where the person was going. */
export const backupCodesSaved = {
  async get(): Promise<Reply> {
    return seeOther(pagePaths.account);
  },
  async post(visit: Visit): Promise<Reply> {
    return seeOther(visit.returnTo ?? pagePaths.account);
  },
};

interface Sheet {
  readonly visit: Visit;
  readonly codes: readonly Secret[];
  readonly site: string;
}

/** The codes, to copy, print or download; a form must say that they are saved before it leads on. */
export function CodesPage({ visit, codes, site }: Sheet): Page {
  const { backup: words, more } = visit.words;
  const shown = codes.map((code) => code.reveal());
  const file = [words.fileHead(site), '', ...shown, ''].join('\r\n');
  const body = (
    <>
      <h1>{words.title}</h1>
      <p>{words.why}</p>
      <p>
        <strong>{words.once}</strong>
      </p>
      <ol id="codes" class="codes">
        {shown.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="tools">
        <button type="button" class="secondary" data-copy="codes" data-done={words.copied}>
          {words.copy}
        </button>
        <button type="button" class="secondary" data-print>
          {words.print}
        </button>
        <a
          class="secondary"
          download={words.fileName}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
        >
          {words.download}
        </a>
      </p>
      <Form to={pagePaths.backupCodesSaved} returnTo={visit.returnTo}>
        <p class="check">
          <input type="checkbox" id="saved" required />
          <label for="saved">{words.saved}</label>
        </p>
        <button class="primary">{more.continue}</button>
      </Form>
    </>
  );
  return show(words.title, body, { once: true });
}
