import type { ComponentChildren } from 'preact';
import type { ChangePassword } from '../../application/change-password.js';
import { Secret } from '../../domain/secret.js';
import { proveAgain, type Freshness } from './fresh.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Field, Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import { because } from './sign-up.js';
import { unfinished } from './step-up.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany, unauthorized } from './waiting.js';

interface Its {
  readonly changePassword: ChangePassword;
  readonly freshness: Freshness;
  /** Characters that a password needs. */
  readonly characters: number;
}

/** A new password, by somebody who knows the current one. */
export function passwordChange({ changePassword, freshness, characters }: Its) {
  const page = (visit: Visit, email: string, told?: ComponentChildren, wrong?: 'current' | 'password') => {
    const { password: words, signUp, more } = visit.words;
    return (
      <>
        <h1>{words.title}</h1>
        {told}
        <p>{words.ends}</p>
        <Form to={pagePaths.password}>
          <input type="hidden" name="username" autocomplete="username" value={email} />
          <Field
            name="current"
            label={words.current}
            type="password"
            autocomplete="current-password"
            focus={told === undefined}
            wrong={wrong === 'current'}
          />
          <Field
            name="password"
            label={words.next}
            type="password"
            autocomplete="new-password"
            hint={signUp.hint(characters)}
            wrong={wrong === 'password'}
          />
          <button class="primary">{words.change}</button>
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
      const late = await freshness.missing(visit, viewer, pagePaths.password);
      return late ?? show(visit.words.password.title, page(visit, viewer.user.email));
    },

    async post(visit: Visit): Promise<Reply> {
      const viewer = await visit.viewer();
      if (!viewer) return unfinished(visit);
      const { title, wrong } = visit.words.password;
      const again = (told: ComponentChildren, more: object, which?: 'current' | 'password') =>
        show(title, page(visit, viewer.user.email, told, which), more);
      const [current, next] = [new Secret(visit.text('current')), new Secret(visit.text('password'))];
      const outcome = await changePassword.execute({ viewer, current, next, client: visit.client });
      switch (outcome.status) {
        case 'changed':
          visit.envelope.deliver(outcome.signedIn);
          return seeOther(pageAt('account', { notice: 'password-changed' }));
        case 'password-rejected':
          return again(<Alert>{because(outcome.problem, visit, characters)}</Alert>, { status: 400 }, 'password');
        case 'denied':
          return again(<Alert>{wrong}</Alert>, unauthorized, 'current');
        case 'stale-proof':
          return proveAgain(outcome, pagePaths.password);
        case 'ended':
          return seeOther(pageAt('signIn', { notice: 'session-ended' }));
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const told = <TooMany visit={visit} retryAt={retryAt} />;
          return again(told, { status: 429, headers: retryAfter(retryAt, visit.now) });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}
