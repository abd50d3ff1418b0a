import { useApolloClient } from '@apollo/client/react';
import { useState, type FormEvent } from 'react';
import { LoginDocument } from 'portcullis/client';
import { portcullis } from './session.js';
import { settle } from './settle.js';

export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const apollo = useApolloClient();
  const [said, setSaid] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password] = [String(form.get('email')), String(form.get('password'))];
    const input = { email, password, credential: portcullis.credential };
    const { data } = await apollo.mutate({ mutation: LoginDocument, variables: { input }, fetchPolicy: 'no-cache' });
    const problem = data ? await settle(data.login) : 'There was no answer.';
    setSaid(problem);
    if (!problem) onSignedIn();
  };
  return (
    <form onSubmit={(event) => submit(event).catch((error: Error) => setSaid(error.message))}>
      <label>
        E-mail <input name="email" autoComplete="username" />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" />
      </label>
      <button>Sign in</button>
      <output>{said}</output>
    </form>
  );
}
