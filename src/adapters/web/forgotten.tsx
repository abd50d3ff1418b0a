import type { ComponentChildren } from 'preact';
import type { RequestPasswordReset } from '../../application/request-password-reset.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Field, Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany } from './waiting.js';

/** Has a link mailed that sets a new password; says the same whether or not somebody has the address. */
export function forgotten({ requestPasswordReset }: { readonly requestPasswordReset: RequestPasswordReset }) {
  const page = (visit: Visit, told?: ComponentChildren) => {
    const { forgotten: words, signIn, more } = visit.words;
    return (
      <>
        <h1>{words.title}</h1>
        {told}
        <p>{words.why}</p>
        <Form to={pagePaths.forgotten}>
          <Field
            name="email"
            label={signIn.email}
            value={visit.text('email')}
            autocomplete="username"
            inputMode="email"
            focus={told === undefined}
            wrong={told !== undefined}
          />
          <button class="primary">{words.submit}</button>
        </Form>
        <p class="aside">
          <a href={pagePaths.signIn}>{more.cancel}</a>
        </p>
      </>
    );
  };

  return {
    async get(visit: Visit): Promise<Reply> {
      return show(visit.words.forgotten.title, page(visit));
    },

    async post(visit: Visit): Promise<Reply> {
      const { title } = visit.words.forgotten;
      const outcome = await requestPasswordReset.execute({ email: visit.text('email'), client: visit.client });
      switch (outcome.status) {
        case 'accepted':
          return seeOther(pageAt('signIn', { notice: 'link-mailed' }));
        case 'email-rejected':
          return show(title, page(visit, <Alert>{visit.words.signUp.badEmail}</Alert>), { status: 400 });
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
