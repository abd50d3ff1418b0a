import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { Portcullis, type Question } from 'portcullis/client';
import { portcullisLink } from 'portcullis/client/apollo';

const url: string = import.meta.env['VITE_PORTCULLIS_URL'] ?? 'http://localhost:4000/graphql';

/** Whoever shows questions; the dialogue, once it is on the page. */
export const asking = {
  show: (question: Question): void => question.cancel(),
};

export const portcullis = new Portcullis({
  url,
  credential: new URLSearchParams(location.search).has('cookie') ? 'COOKIE' : 'TOKEN',
  ask: (question) => asking.show(question),
});

export const apollo = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([portcullisLink(portcullis), new HttpLink({ uri: url })]),
});
