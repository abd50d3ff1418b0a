import { ApolloProvider } from '@apollo/client/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Account } from './account.js';
import { QuestionDialogue } from './question-dialogue.js';
import { apollo } from './session.js';
import { SignIn } from './sign-in.js';

function App() {
  const [signedIn, setSignedIn] = useState(false);
  const leave = () => void apollo.clearStore().then(() => setSignedIn(false));
  return (
    <main>
      {signedIn ? <Account onSignedOut={leave} /> : <SignIn onSignedIn={() => setSignedIn(true)} />}
      <QuestionDialogue />
    </main>
  );
}

const place = document.querySelector('#app');
if (!place) throw new Error('The page has no place for the application');
createRoot(place).render(
  <StrictMode>
    <ApolloProvider client={apollo}>
      <App />
    </ApolloProvider>
  </StrictMode>,
);
