import type { ComponentChildren } from 'preact';
import type { RegisterUser } from '../../application/register-user.js';
import { Secret } from '../../domain/secret.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Field, Form } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany } from './waiting.js';

interface Its {
  readonly registerUser: RegisterUser;
  readonly open: boolean;
  /** Characters that a password needs. */
  readonly characters: number;
  /** Whether there is an account only when a mailed link was followed. */
  readonly verifies: boolean;
}

/** An account of one's own, where that is open. */
export function signUp({ registerUser, open, characters, verifies }: Its) {
  const page = (visit: Visit, told: ComponentChildren, email = '', wrong?: 'email' | 'password') => {
    const { signUp: words, signIn } = visit.words;
    const { returnTo } = visit;
    return (
      <>
        <h1>{words.title}</h1>
        {told}
        <Form to={pagePaths.signUp} returnTo={returnTo}>
          <Field
            name="email"
            label={signIn.email}
            value={email}
            autocomplete="username"
            inputMode="email"
            focus={!told}
            wrong={wrong === 'email'}
          />
          <Field
            name="password"
            label={words.newPassword}
            type="password"
            autocomplete="new-password"
            hint={words.hint(characters)}
            wrong={wrong === 'password'}
          />
          <button class="primary">{words.submit}</button>
        </Form>
        <p class="aside">
          {words.have} <a href={pageAt('signIn', { returnTo })}>{signIn.submit}</a>
        </p>
      </>
    );
  };
  const closed = ({ words }: Visit) => {
    const text = (
      <>
        <h1>{words.signUp.title}</h1>
        <p>{words.signUp.closed}</p>
        <a class="primary" href={pagePaths.signIn}>
          {words.signIn.submit}
        </a>
      </>
    );
    return show(words.signUp.title, text, { status: 403 });
  };

  return {
    async get(visit: Visit): Promise<Reply> {
      return open ? show(visit.words.signUp.title, page(visit, undefined)) : closed(visit);
    },

    async post(visit: Visit): Promise<Reply> {
      const { signUp: words } = visit.words;
      const email = visit.text('email');
      const refused = (wrong: 'email' | 'password', why: string) =>
        show(words.title, page(visit, <Alert>{why}</Alert>, email, wrong), { status: 400 });
      const password = new Secret(visit.text('password'));
      const outcome = await registerUser.execute({ email, password, client: visit.client });
      switch (outcome.status) {
        case 'accepted':
          return seeOther(
            pageAt('signIn', { notice: verifies ? 'confirm-mailed' : 'registered', returnTo: visit.returnTo }),
          );
        case 'email-rejected':
          return refused('email', words.badEmail);
        case 'password-rejected':
          return refused('password', because(outcome.problem, visit, characters));
        case 'closed':
          return closed(visit);
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const told = <TooMany visit={visit} retryAt={retryAt} />;
          return show(words.title, page(visit, told, email), { status: 429, headers: retryAfter(retryAt, visit.now) });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}

type Problem = Extract<Awaited<ReturnType<RegisterUser['execute']>>, { status: 'password-rejected' }>['problem'];

/** What is wrong with a password somebody wants to use. */
export function because(problem: Problem, { words: { signUp: words } }: Visit, characters: number): string {
  // prettier-ignore
  switch (problem) {
    case 'too-short':        return words.tooShort(characters);
    case 'too-long':         return words.tooLong;
    case 'contains-address': return words.containsAddress;
    case 'common':           return words.common;
    case 'breached':         return words.breached;
    default:                 return problem satisfies never;
  }
}
