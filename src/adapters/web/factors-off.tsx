import type { DisableMfa } from '../../application/disable-mfa.js';
import type { RemoveFactor } from '../../application/remove-factor.js';
import { proveAgain, type Freshness } from './fresh.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Form, Said } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';

interface Its {
  readonly removeFactor: RemoveFactor;
  readonly disableMfa: DisableMfa;
  readonly freshness: Freshness;
}

/** Removes one authenticator, after a question. */
export function removeAuthenticator({ removeFactor, freshness }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const id = visit.text('id');
      const factor = viewer.user.factors.find((each) => each.id === id);
      if (!factor) return seeOther(pageAt('account', { notice: 'authenticator-gone' }));
      const late = await freshness.missing(visit, viewer, pageAt('removeAuthenticator', { id }));
      if (late) return late;
      const { remove: words, more } = visit.words;
      const body = (
        <>
          <h1>{words.title}</h1>
          <p>
            <strong>
              <Said>{factor.label}</Said>
            </strong>
          </p>
          <p>{viewer.user.factors.length === 1 ? words.last : words.why}</p>
          <Form to={pagePaths.removeAuthenticator} hidden={{ id }}>
            <button class="primary danger">{words.submit}</button>
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
      const id = visit.text('id');
      const outcome = await removeFactor.execute({ viewer, id, client: visit.client });
      if (outcome.status === 'removed') {
        visit.envelope.deliver(outcome.signedIn);
        return seeOther(pageAt('account', { notice: 'authenticator-removed' }));
      }
      // prettier-ignore
      switch (outcome.status) {
        case 'stale-proof':  return proveAgain(outcome, pageAt('removeAuthenticator', { id }));
        case 'not-enrolled': return seeOther(pageAt('account', { notice: 'authenticator-gone' }));
        case 'required':     return seeOther(pageAt('account', { notice: 'required' }));
        case 'ended':        return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        default:             return outcome satisfies never;
      }
    },
  };
}

/** Turns the second factor off, after a question. */
export function turnOff({ disableMfa, freshness }: Its) {
  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      if (viewer.user.factors.length === 0) return seeOther(pagePaths.account);
      const late = await freshness.missing(visit, viewer, pagePaths.turnOff);
      if (late) return late;
      const { turnOff: words, more } = visit.words;
      const body = (
        <>
          <h1>{words.title}</h1>
          <p>{words.why}</p>
          <Form to={pagePaths.turnOff}>
            <button class="primary danger">{words.submit}</button>
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
      const outcome = await disableMfa.execute({ viewer, client: visit.client });
      if (outcome.status === 'disabled') {
        visit.envelope.deliver(outcome.signedIn);
        return seeOther(pageAt('account', { notice: 'mfa-off' }));
      }
      // prettier-ignore
      switch (outcome.status) {
        case 'stale-proof': return proveAgain(outcome, pagePaths.turnOff);
        case 'no-factor':   return seeOther(pagePaths.account);
        case 'required':    return seeOther(pageAt('account', { notice: 'required' }));
        case 'ended':       return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        default:            return outcome satisfies never;
      }
    },
  };
}
