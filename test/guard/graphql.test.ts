import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect } from 'chai';
import { buildSchema, graphql, parse, subscribe } from 'graphql';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { minutes } from '../../src/domain/duration.js';
import { Guard } from '../../src/guard/guard.js';
import { directiveGuard, requiresAuthTypeDefs } from '../../src/guard/graphql-directive.js';
import { Visitor } from '../support/guard-people.js';
import { guardedServer, type GuardedServer } from '../support/guarded-server.js';
import { accessToken, audience, issuer, KeyServer, signingKey } from '../support/key-server.js';
import { spawned, type Spawned } from '../support/service.js';
import { SetClock } from '../support/set-clock.js';

interface Said {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

async function ask(url: string, query: string, token?: string): Promise<Said> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Said;
}

const codes = ({ errors = [] }: Said): readonly unknown[] => errors.map(({ extensions }) => extensions?.['code']);

describe('GraphQL servers of somebody else', () => {
  let service: Spawned;
  let [weak, strong, challenge] = ['', '', ''];
  let server: GuardedServer | undefined;
  before(async function () {
    this.timeout(60_000);
    service = await spawned();
    const ada = await Visitor.register(service);
    strong = await ada.enrol();
    challenge = await ada.challengeToken();
    weak = await (await Visitor.register(service)).token();
  });
  afterEach(() => server?.close());
  after(() => service.close());
  const started = async (name: string): Promise<string> => {
    server = await guardedServer(name, { ISSUER: `http://localhost:${service.port}` });
    return `${server.url}/graphql`;
  };
  const demanded = { code: 'INSUFFICIENT_USER_AUTHENTICATION', acrValues: 'aal2', maxAge: 300 };

  for (const [name, pay] of [
    ['apollo', 'mutation { pay(amount: 1) { paidBy } }'],
    ['type-graphql', 'mutation { pay(amount: 1) }'],
  ] as const) {
    it(`${name}: answers what is public, and says by code what is missing for the rest`, async () => {
      const url = await started(name);
      const mixed = await ask(url, '{ motto balance }');
      expect(mixed.data).to.deep.equal({ motto: 'Prove outside, decide inside', balance: null });
      expect(codes(mixed)).to.deep.equal(['UNAUTHENTICATED']);
      expect((await ask(url, '{ balance }', weak)).data).to.deep.equal({ balance: 42 });
      const refused = await ask(url, pay, weak);
      expect(refused.data).to.deep.equal({ pay: null });
      expect(refused.errors?.[0]?.extensions).to.deep.include(demanded);
      expect(JSON.stringify((await ask(url, pay, strong)).data)).to.match(/[0-9a-f-]{36}/);
    });

    it(`${name}: [B01] opens no field to a challenge, a forgery or a refresh token`, async () => {
      const url = await started(name);
      for (const token of ['rubbish', `${strong}x`, strong.replace(/^[^.]+/, 'eyJhbGciOiJub25lIn0')])
        expect(codes(await ask(url, '{ balance }', token)), token).to.deep.equal(['UNAUTHENTICATED']);
      const pending = await ask(url, '{ balance }', challenge);
      expect(pending.errors?.[0]?.extensions).to.deep.include({ code: 'UNAUTHENTICATED', mfaRequired: true });
    });
  }

  it('yoga: guards every field of a type that has the directive, and its fields’ own demands', async () => {
    const url = await started('yoga');
    const query = '{ motto account { holder key } }';
    const nobody = await ask(url, query);
    expect(nobody.data).to.deep.equal({ motto: 'Prove outside, decide inside', account: { holder: null, key: null } });
    expect(codes(nobody)).to.deep.equal(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    const one = await ask(url, query, weak);
    expect(one.data?.['account']).to.deep.equal({ holder: 'Ada', key: null });
    expect(codes(one)).to.deep.equal(['INSUFFICIENT_USER_AUTHENTICATION']);
    expect((await ask(url, query, strong)).data?.['account']).to.deep.equal({ holder: 'Ada', key: 'under the mat' });
  });
});

describe('@requiresAuth', () => {
  const key = signingKey();
  let clock: SetClock;
  let keys: KeyServer;
  let auth: ReturnType<typeof directiveGuard<{ readonly req: IncomingMessage }>>;
  beforeEach(async () => {
    clock = new SetClock();
    keys = await KeyServer.open(key);
    const guard = new Guard({ issuer, audience, serviceUrl: keys.url, now: () => clock.now() });
    auth = directiveGuard({ guard, request: ({ req }) => req });
  });
  afterEach(() => keys.close());

  const by = (token?: string): { readonly req: IncomingMessage } => {
    const req = new IncomingMessage(new Socket());
    if (token !== undefined) req.headers.authorization = `Bearer ${token}`;
    return { req };
  };
  const machine = { amr: ['machine'], acr: undefined, mfa_verified: false, sid: undefined };

  const typeDefs = `${requiresAuthTypeDefs}
    interface Node { id: ID @requiresAuth }
    type Thing implements Node @requiresAuth(maxAge: 60) { id: ID, secret: Int @requiresAuth(assurance: AAL2) }
    type Free implements Node { id: ID, open: Int }
    type Query { thing: Thing, free: Free, report: Int @requiresAuth(machines: ["report:read"]) }
    extend type Query { more: Int @requiresAuth }
    type Subscription { ticks: Int @requiresAuth }`;
  const one = { id: 1, secret: 2, open: 3 };
  const resolvers = {
    Node: { __resolveType: () => 'Thing' },
    Query: { thing: () => one, free: () => one, report: () => 4, more: () => 5 },
    Subscription: {
      ticks: {
        async *subscribe() {
          yield { ticks: 1 };
        },
      },
    },
  };
  const schema = () => auth.protect(makeExecutableSchema({ typeDefs, resolvers }));
  const run = async (source: string, token?: string): Promise<readonly unknown[]> => {
    const { data, errors = [] } = await graphql({ schema: schema(), source, contextValue: by(token) });
    return [JSON.parse(JSON.stringify(data)), errors.map(({ extensions }) => extensions['code'])];
  };

  it('is met from the interface, the type, the field and what extends them', async () => {
    const source = '{ thing { id secret } free { id open } more }';
    const nobody = Array.from({ length: 4 }, () => 'UNAUTHENTICATED');
    expect(await run(source)).to.deep.equal([{ thing: { id: null, secret: null }, free: { id: null, open: 3 }, more: null }, nobody]); // prettier-ignore
    const token = accessToken(key, clock.now());
    expect(await run(source, token)).to.deep.equal([{ thing: { id: '1', secret: 2 }, free: { id: '1', open: 3 }, more: 5 }, []]); // prettier-ignore
    clock.advance(minutes(2));
    const [, codes] = await run(source, token);
    expect(codes).to.deep.equal(['INSUFFICIENT_USER_AUTHENTICATION', 'INSUFFICIENT_USER_AUTHENTICATION']);
  });

  it('lets machines in where it names scopes, and with all of them', async () => {
    const scoped = accessToken(key, clock.now(), { ...machine, scope: 'report:read' });
    expect(await run('{ report }', scoped)).to.deep.equal([{ report: 4 }, []]);
    expect(await run('{ report }', accessToken(key, clock.now(), machine))).to.deep.equal([{ report: null }, ['FORBIDDEN']]); // prettier-ignore
    expect(await run('{ more }', scoped)).to.deep.equal([{ more: null }, ['FORBIDDEN']]);
  });

  it('stands before subscriptions', async () => {
    const document = parse('subscription { ticks }');
    const refused = await subscribe({ schema: schema(), document, contextValue: by() });
    expect(JSON.stringify(refused)).to.contain('Sign in first.');
    const token = accessToken(key, clock.now());
    const ticks = await subscribe({ schema: schema(), document, contextValue: by(token) });
    const seen: unknown[] = [];
    for await (const { data } of ticks as AsyncIterable<{ data: unknown }>) seen.push({ ...(data as object) });
    expect(seen).to.deep.equal([{ ticks: 1 }]);
  });

  it('finds out once who it is, however many fields ask', async () => {
    const token = accessToken(key, clock.now());
    await run(`{ ${Array.from({ length: 100 }, (_, n) => `a${n}: more`).join(' ')} }`, token);
    expect(keys.asked).to.equal(1);
  });

  it('says so when nobody can tell who is asking', async () => {
    keys.vanish();
    expect(await run('{ more }', accessToken(key, clock.now()))).to.deep.equal([{ more: null }, ['SERVICE_UNAVAILABLE']]); // prettier-ignore
  });

  it('refuses to protect a schema that does not know it, or knows it wrongly', () => {
    expect(() => auth.protect(buildSchema('type Query { a: Int }'))).to.throw('requiresAuthTypeDefs');
    const odd = `${requiresAuthTypeDefs} type Query { a: Int @requiresAuth(maxAge: 0) }`;
    expect(() => auth.protect(buildSchema(odd))).to.throw(RangeError);
  });
});
