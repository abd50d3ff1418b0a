import type { ComponentChildren, VNode } from 'preact';
import type { LogIn } from '../../application/log-in.js';
import type { Pending } from '../../application/challenge-desk.js';
import { Secret } from '../../domain/secret.js';
import { noticeFor } from './notices.js';
import { pageAt, pagePaths } from './page-paths.js';
import { Alert, Field, Form, Notice, Said } from './parts.js';
import { seeOther, show, type Reply } from './reply.js';
import type { Visit } from './visit.js';
import { retryAfter, TooMany, unauthorized } from './waiting.js';

interface Its {
  readonly logIn: LogIn;
  /** Whether people may make accounts of their own. */
  readonly open: boolean;
}

/** The first factor. */
export function signIn({ logIn, open }: Its) {
  const page = (visit: Visit, told: ComponentChildren, email = '', wrong = false) => (
    <>
      <h1>{visit.words.signIn.title}</h1>
      {told}
      <Credentials visit={visit} email={email} wrong={wrong} />
      <p class="aside">
        <a href={pagePaths.forgotten}>{visit.words.forgotten.link}</a>
      </p>
      {open && <NewHere visit={visit} />}
    </>
  );

  return {
    async get(visit: Visit): Promise<Reply> {
      const { title } = visit.words.signIn;
      const notice = noticeFor(visit);
      const told = notice && <Notice>{notice}</Notice>;
      const viewer = await visit.viewer();
      if (viewer) return show(title, <Already visit={visit} email={viewer.user.email} told={told} />);
      return show(title, page(visit, told));
    },

    async post(visit: Visit): Promise<Reply> {
      const { title, denied, missing } = visit.words.signIn;
      const [email, password] = [visit.text('email'), visit.text('password')];
      const again = (told: ComponentChildren, wrong?: boolean) => page(visit, told, email, wrong);
      if (!email || !password) return show(title, again(<Alert>{missing}</Alert>), { status: 400 });

      const viewer = await visit.viewer();
      const client = viewer ? { ...visit.client, session: viewer.session.id } : visit.client;
      const { browser, devices } = visit.envelope;
      const credential = 'cookie';
      const input = { email, password: new Secret(password), credential, devices, browser, client } as const;
      const outcome = await logIn.execute(input);
      switch (outcome.status) {
        case 'signed-in':
          visit.envelope.deliver(outcome.signedIn);
          return seeOther(visit.returnTo ?? pagePaths.account);
        case 'mfa-required':
        case 'enrolment-required':
          return due(visit, outcome.pending);
        case 'denied':
          return show(title, again(<Alert>{denied}</Alert>, true), unauthorized);
        case 'too-many-attempts': {
          const { retryAt } = outcome;
          const told = <TooMany visit={visit} retryAt={retryAt} />;
          return show(title, again(told), { status: 429, headers: retryAfter(retryAt, visit.now) });
        }
        default:
          return outcome satisfies never;
      }
    },
  };
}

/** Something is owed: the pending cookie carries it, and the page where it is answered comes next. */
export function due(visit: Visit, { carried, challenge }: Pending): Reply {
  if (!carried) throw new Error('A challenge of a browser was posed without its nonce');
  visit.envelope.carry(carried, challenge.expiresAt);
  const { returnTo } = visit;
  return seeOther(pageAt(challenge.purpose === 'enrolment' ? 'authenticator' : 'code', { returnTo }));
}

function Credentials({ visit, email, wrong }: { visit: Visit; email: string; wrong: boolean }): VNode {
  const { words, returnTo } = visit;
  return (
    <Form to={pagePaths.signIn} returnTo={returnTo}>
      <Field
        name="email"
        label={words.signIn.email}
        value={email}
        autocomplete="username"
        inputMode="email"
        focus={!wrong}
        wrong={wrong}
      />
      <Field
        name="password"
        label={words.signIn.password}
        type="password"
        autocomplete="current-password"
        wrong={wrong}
      />
      <button class="primary">{words.signIn.submit}</button>
    </Form>
  );
}

function NewHere({ visit }: { readonly visit: Visit }): VNode {
  const { newHere, register } = visit.words.signIn;
  const { returnTo } = visit;
  return (
    <p class="aside">
      {newHere} <a href={pageAt('signUp', { returnTo })}>{register}</a>
    </p>
  );
}

// Not led on of its own accord: two servers that disagree about who is signed in would send a browser around for ever.
function Already({ visit, email, told }: { visit: Visit; email: string; told: ComponentChildren }): VNode {
  const { words, returnTo } = visit;
  return (
    <>
      <h1>{words.signIn.title}</h1>
      {told}
      <p>
        {words.signIn.already}{' '}
        <strong>
          <Said>{email}</Said>
        </strong>
        .
      </p>
      <a class="primary" href={returnTo ?? pagePaths.account}>
        {words.more.continue}
      </a>
      <Form to={pagePaths.signOut} returnTo={returnTo}>
        <button class="secondary">{words.signIn.other}</button>
      </Form>
    </>
  );
}
