import type { ComponentChildren } from 'preact';
import type { ChangeAddress } from '../../application/change-address.js';
import { proveAgain, type Freshness } from './fresh.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Field, Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany } from './waiting.js';

interface Its {
  readonly changeAddress: ChangeAddress;
  readonly freshness: Freshness;
}

/** Has a link mailed to a new address. */
export function addressChange({ changeAddress, freshness }: Its) {
  const page = (visit: Visit, told?: ComponentChildren) => {
    const { address: words, more } = visit.words;
    return (
      <>
        <h1>{words.title}</h1>
        {told}
        <p>{words.why}</p>
        <Form to={pagePaths.address}>
          <Field
            name="email"
            label={words.next}
            value={visit.text('email')}
            autocomplete="email"
            inputMode="email"
            focus={told === undefined}
            wrong={told !== undefined}
          />
          <button class="primary">{words.submit}</button>
        </Form>
        <p class="aside">
          <a href={pagePaths.account}>{more.cancel}</a>
        </p>
      </>
    );
  };

  return {
    async get(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const late = await freshness.missing(visit, viewer, pagePaths.address);
      return late ?? show(visit.words.address.title, page(visit));
    },

    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const { title } = visit.words.address;
      const outcome = await changeAddress.execute({ viewer, email: visit.text('email'), client: visit.client });
      switch (outcome.status) {
        case 'accepted':
          return seeOther(pageAt('account', { notice: 'address-mailed' }));
        case 'email-rejected':
          return show(title, page(visit, <Alert>{visit.words.signUp.badEmail}</Alert>), { status: 400 });
        case 'stale-proof':
          return proveAgain(outcome, pagePaths.address);
        case 'ended':
          return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const told = <TooMany visit={visit} retryAt={retryAt} />;
          return show(title, page(visit, told), { status: 429, headers: retryAfter(retryAt, visit.now) });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}
