import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { expect } from 'chai';
import {
  LoginDocument,
  Portcullis,
  VerifyMfaDocument,
  type Question,
  type DeviceStore,
  type TokenStore,
} from '../../src/client/client.js';
import { portcullisLink } from '../../src/client/apollo.js';
import type { CredentialKind, LoginResult } from '../../src/client/client.js';
import { seconds } from '../../src/domain/duration.js';
import type { World } from '../../src/testing/world.js';
import { ClientFetch } from './client-fetch.js';

export const password = 'correct horse battery staple';

export interface TabOptions {
  readonly credential?: CredentialKind;
  readonly tokens?: TokenStore;
  readonly device?: DeviceStore;
  readonly ask?: (question: Question) => void | Promise<void>;
}

/** One tab of a browser: Apollo Client with our link, over the real server. */
export class Tab {
  readonly network = new ClientFetch();
  readonly questions: Question[] = [];
  readonly portcullis: Portcullis;
  readonly apollo: ApolloClient;
  ask: (question: Question) => void | Promise<void>;

  constructor(
    readonly world: World,
    { ask = () => undefined, ...options }: TabOptions = {},
  ) {
    const url = `${world.url}/graphql`;
    const { fetch } = this.network;
    this.ask = ask;
    this.portcullis = new Portcullis({
      ...options,
      url,
      fetch,
      ask: (question) => {
        this.questions.push(question);
        return this.ask(question);
      },
    });
    this.apollo = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([portcullisLink(this.portcullis), new HttpLink({ uri: url, fetch })]),
    });
  }

  async logIn(name = 'ada'): Promise<LoginResult> {
    const input = { email: this.world.addressOf(name), password, credential: this.portcullis.credential };
    const { data } = await this.apollo.mutate({ mutation: LoginDocument, variables: { input } });
    return data?.login ?? expect.fail('there was no answer');
  }

  /** With the phone, as an application does that calls `verifyMfa` itself. */
  async signIn(name = 'ada'): Promise<this> {
    const due = await this.logIn(name);
    if (due.__typename === 'MfaRequired') {
      const input = { challengeToken: due.challengeToken, factor: 'TOTP', code: this.nextCode(name) } as const;
      const { data } = await this.apollo.mutate({ mutation: VerifyMfaDocument, variables: { input } });
      expect(data?.verifyMfa.__typename).to.equal('Authenticated');
    }
    this.network.steps();
    return this;
  }

  /** A code that was not used yet. */
  nextCode(name = 'ada'): string {
    this.world.clock.advance(seconds(30));
    return this.world.phoneOf(name).code();
  }

  /** Answers whatever is asked with the phone. */
  readonly answering = async (question: Question): Promise<void> => {
    if (question.kind === 'password') return void (await question.answer({ password }));
    await question.answer({ factor: 'TOTP', code: this.nextCode() });
  };
}
