import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { expect } from 'chai';
import { portcullisLink } from '../../src/client/apollo.js';
import { claimsOf } from '../../src/client/tokens.js';
import { portcullisExchange } from '../../src/client/urql.js';
import { minutes } from '../../src/domain/duration.js';
import { aWorld, type World } from '../../src/testing/world.js';
import { Tab } from '../support/client-people.js';

type Claims = { readonly exp: number; readonly auth_time: number };
const document = gql`
  mutation {
    pay {
      paid
    }
  }
`;

/** Somebody else's GraphQL server behind a guard that wants a proof of the last two minutes, and how it says so. */
function api(world: World, says: 'header' | 'extension' | 'both'): Server {
  return createServer(async (req, res) => {
    await json(req);
    const accessToken = req.headers.authorization?.slice('Bearer '.length) ?? '';
    const { exp, auth_time } = claimsOf({ accessToken, refreshToken: '' }) as Claims;
    const now = world.clock.now().getTime() / 1000;
    const reply = (status: number, body: object, challenge?: string) => {
      const headers = { 'content-type': 'application/json', ...(challenge && { 'www-authenticate': challenge }) };
      res.writeHead(
        says === 'extension' ? 200 : status,
        says === 'extension' ? { 'content-type': 'application/json' } : headers,
      );
      res.end(JSON.stringify(says === 'header' && status === 401 ? {} : body));
    };
    if (!(exp > now)) {
      const errors = [{ message: 'Who?', extensions: { code: 'UNAUTHENTICATED' } }];
      return reply(401, { errors }, 'Bearer error="invalid_token"');
    }
    if (auth_time < now - 120) {
      const extensions = { code: 'INSUFFICIENT_USER_AUTHENTICATION', acrValues: 'aal2', maxAge: 120 };
      const challenge = 'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="120"';
      return reply(401, { errors: [{ message: 'Prove it', extensions }] }, challenge);
    }
    return reply(200, { data: { pay: { paid: true } } });
  });
}

for (const says of ['header', 'extension', 'both'] as const) {
  describe(`A guard on another server that demands proof by ${says}`, () => {
    let world: World;
    let server: Server;
    let tab: Tab;
    let url: string;
    beforeEach(async () => {
      world = await aWorld().withUser('ada', { totp: true });
      server = api(world, says).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      tab = await new Tab(world).signIn();
      tab.ask = tab.answering;
    });
    afterEach(async () => {
      server.closeAllConnections();
      server.close();
      await world.close();
    });

    for (const [client, pay] of [
      [
        'Apollo Client',
        async () => {
          const link = ApolloLink.from([portcullisLink(tab.portcullis), new HttpLink({ uri: url })]);
          const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
          return (await apollo.mutate({ mutation: document })).data;
        },
      ],
      [
        'urql',
        async () => {
          const urql = new Client({
            url,
            exchanges: [portcullisExchange(tab.portcullis), fetchExchange],
            preferGetMethod: false,
          });
          return ((await urql.mutation(document, {})).data ?? undefined) as unknown;
        },
      ],
    ] as const) {
      it(`is satisfied by a step-up, with ${client}`, async () => {
        world.clock.advance(minutes(3));
        expect(await pay()).to.deep.equal({ pay: { paid: true } });
        expect(tab.questions.map(({ why, demand }) => [why, demand])).to.deep.equal([
          ['step-up', { requiredAssurance: 'AAL2', maxAge: 120 }],
        ]);
        // The next one is paid without a word, and after a while with a renewed token.
        expect(await pay()).to.deep.equal({ pay: { paid: true } });
        expect(tab.questions).to.have.length(1);
        world.clock.advance(minutes(6));
        expect(await pay()).to.deep.equal({ pay: { paid: true } });
        expect(tab.network.steps()).to.include('refreshSession');
      });
    }
  });
}

describe('A guard that is never satisfied', () => {
  it('is believed after one question', async () => {
    await using world = await aWorld().withUser('ada', { totp: true });
    const tab = await new Tab(world).signIn();
    tab.ask = tab.answering;
    let requests = 0;
    const challenge = 'Bearer error="insufficient_user_authentication", max_age=0';
    const fetch = async () => {
      requests += 1;
      return new Response('{}', { status: 401, headers: { 'www-authenticate': challenge } });
    };
    const link = ApolloLink.from([portcullisLink(tab.portcullis), new HttpLink({ uri: 'http://localhost', fetch })]);
    const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
    const failed = await apollo.mutate({ mutation: document }).catch((error: Error) => error);
    expect(failed).to.have.property('statusCode', 401);
    expect([tab.questions.length, requests]).to.deep.equal([1, 2]);
    expect(tab.questions[0]?.demand).to.deep.equal({ requiredAssurance: 'AAL1', maxAge: 0 });
  });
});
