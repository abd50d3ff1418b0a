import type { ComponentChildren } from 'preact';
import type { ResetPassword } from '../../application/reset-password.js';
import { Secret } from '../../domain/secret.js';
import { afterSpending, codeOr, followed, linkOver, type Following } from './followed-link.js';
import { pagePaths, type LinkPageName } from './page-paths.js';
import { Alert, Field, Form } from './parts.js';
import { show, type Reply } from './reply.js';
import { because } from './sign-up.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany } from './waiting.js';

interface Its {
  readonly resetPassword: ResetPassword;
  /** Characters that a password needs. */
  readonly characters: number;
}

/** A new password, by whoever followed a mailed link: it signs nobody in. */
export function passwordReset({ resetPassword, characters }: Its, at: LinkPageName): Following {
  const page = (visit: Visit, told?: ComponentChildren) => {
    const { password: words, signUp } = visit.words;
    return (
      <>
        <h1>{words.title}</h1>
        {told}
        <Form to={pagePaths[at]}>
          <Field
            name="password"
            label={words.next}
            type="password"
            autocomplete="new-password"
            hint={signUp.hint(characters)}
            focus={told === undefined}
            wrong={told !== undefined}
          />
          <button class="primary">{words.submit}</button>
        </Form>
      </>
    );
  };

  return {
    get: (visit) => followed(visit, at, () => show(visit.words.password.title, page(visit))),
    async post(visit): Promise<Reply> {
      const code = codeOr(visit, 'password-set');
      if (!(code instanceof Secret)) return code;
      const { title } = visit.words.password;
      const password = new Secret(visit.text('password'));
      const outcome = await resetPassword.execute({ code, password, client: visit.client });
      switch (outcome.status) {
        case 'reset':
          return afterSpending('password-set');
        case 'password-rejected': {
          const told = <Alert>{because(outcome.problem, visit, characters)}</Alert>;
          return show(title, page(visit, told), { status: 400 });
        }
        case 'refused':
          return linkOver(visit);
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
