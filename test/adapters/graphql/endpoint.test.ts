import { expect } from 'chai';
import { getIntrospectionQuery } from 'graphql';
import { seconds } from '../../../src/domain/duration.js';
import { Unavailable, type UnitOfWork } from '../../../src/domain/ports/unit-of-work.js';
import { aWorld, type World } from '../../../src/testing/world.js';
import { graphqlWorld } from '../../support/graphql-world.js';
import * as say from '../../support/operations.js';

const ada = { email: 'ada@example.org', password: 'correct horse battery staple' };
const secret = 'hunter2-hunter2-hunter2';

/** A store that can be taken away, with the error that says so. */
class Weather {
  error: Error | undefined;
  readonly around = (work: UnitOfWork): UnitOfWork => ({
    run: (...given: [never, never]): Promise<never> => {
      if (this.error) return Promise.reject(this.error);
      return work.run(...given);
    },
  });
}

describe('The GraphQL endpoint', () => {
  const weather = new Weather();
  let house: World;
  let open: World;
  before(async () => {
    house = await graphqlWorld({ instead: ({ work }) => ({ work: weather.around(work) }) });
    open = await aWorld();
    await house.caller().one(say.register, { input: ada });
  });
  after(async () => {
    await house.close();
    await open.close();
  });
  afterEach(() => {
    weather.error = undefined;
  });

  it('answers 200, and says when to come back where too much was tried', async () => {
    const right = await house.graphql(say.login, { input: ada });
    expect(right.status).to.equal(200);
    expect(right.headers).to.include({ 'content-type': 'application/json; charset=utf-8' });
    expect(right.headers).to.not.have.property('retry-after');

    const input = { email: 'nobody@example.org', password: 'wrong' };
    for (let tries = 0; tries < 5; tries += 1) {
      const wrong = await house.graphql(say.login, { input });
      expect([wrong.status, wrong.data?.['login']?.__typename]).to.deep.equal([200, 'InvalidCredentials']);
    }
    const barred = await house.graphql(say.login, { input });
    expect([barred.status, barred.data?.['login']?.__typename]).to.deep.equal([200, 'TooManyAttempts']);
    expect(barred.headers['retry-after']).to.equal('1');
    house.clock.advance(seconds(1));
  });

  it('says one word where something broke, and writes the rest down under the id it told', async () => {
    weather.error = new Error(`the disk is full of ${secret}`);
    const broken = await house.graphql(say.login, { input: ada });
    expect(broken.data).to.equal(null);
    const [error] = broken.errors;
    expect(error).to.include({ message: 'Internal server error' });
    expect(error?.extensions['code']).to.equal('INTERNAL_SERVER_ERROR');
    expect(broken.text).to.not.include(secret).and.not.include('disk').and.not.include('.js');
    const line = house.logged.find((each) => each.includes(String(error?.extensions['requestId'])));
    expect(line).to.include('the disk is full').and.include('"login"');
  });

  it('answers 503 and when to come back where the store is gone, and works again when it is back', async () => {
    weather.error = new Unavailable('connection refused by 192.0.2.7');
    for (const [query, variables] of [
      [say.login, { input: ada }],
      [say.refreshSession, { input: { refreshToken: `${'a'.repeat(36)}.0.${'b'.repeat(43)}` } }],
    ] as const) {
      const gone = await house.graphql(query, variables);
      expect(gone.status).to.equal(503);
      expect(gone.headers['retry-after']).to.equal('1');
      expect(gone.errors[0]?.extensions['code']).to.equal('SERVICE_UNAVAILABLE');
      expect(gone.text).to.not.include('192.0.2.7');
    }
    weather.error = undefined;
    expect((await house.graphql(say.login, { input: ada })).status).to.equal(200);
  });

  it('carries out nothing that a foreign page could send without asking', async () => {
    const body = { query: say.login, variables: { input: ada } };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const crossing = await house.caller().send({ headers: { 'content-type': type }, body });
      expect([crossing.status, crossing.data], type).to.deep.equal([400, undefined]);
    }
    const search = `?query=${encodeURIComponent(say.me)}`;
    expect((await house.caller().send({ method: 'GET', search })).status).to.equal(400);
    const headers = { 'apollo-require-preflight': 'yes' };
    const asked = await house.caller().send({ method: 'GET', search, headers });
    expect([asked.status, asked.data]).to.deep.equal([200, { me: null }]);
  });

  it('changes nothing by GET', async () => {
    const search = `?query=${encodeURIComponent('mutation { logout { sessionsEnded } }')}`;
    const asked = await house.caller().send({ method: 'GET', search, headers: { 'apollo-require-preflight': 'yes' } });
    expect([asked.status, asked.headers['allow']]).to.deep.equal([405, 'POST']);
    const put = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: { query: say.me } };
    expect((await house.caller().send(put)).status).to.equal(405);
  });

  it('[H02] takes one operation at a time', async () => {
    const batch = Array.from({ length: 100 }, () => ({ query: say.login, variables: { input: ada } }));
    for (const body of [batch, batch.slice(0, 1), []]) {
      const answer = await house.caller().send({ body });
      expect([answer.status, answer.data]).to.deep.equal([400, undefined]);
    }
  });

  it('[H01] judges no guess of a document that holds two', async () => {
    const before = house.facts().length;
    const query = `mutation ($a: LoginInput!) { x: login(input: $a) { __typename } y: login(input: $a) { __typename } }`;
    for (let times = 0; times < 2; times += 1) {
      const refused = await house.graphql(query, { a: { ...ada, password: 'wrong' } });
      expect([refused.status, refused.data]).to.deep.equal([400, undefined]);
      expect(refused.errors[0]?.extensions).to.include({ code: 'GRAPHQL_VALIDATION_FAILED', limit: 'ONE_SECRET' });
      expect(refused.errors[0]?.extensions['requestId']).to.match(/^request/);
    }
    expect(house.facts().length).to.equal(before);
  });

  it('[H05] refuses a document of more tokens than anybody needs', async () => {
    const { status, errors } = await house.graphql(`{ me { ${'id '.repeat(2000)} } }`);
    expect([status, errors[0]?.extensions['code']]).to.deep.equal([400, 'GRAPHQL_PARSE_FAILED']);
  });

  it('[H08] shows its schema outside production only', async () => {
    for (const query of [
      getIntrospectionQuery(),
      '{ __schema { types { name } } }',
      '{ __type(name: "User") { name } }',
    ]) {
      const { status, data, errors } = await house.graphql(query);
      expect([status, data]).to.deep.equal([400, undefined]);
      expect(errors.length).to.be.greaterThan(0);
      expect((await open.graphql(query)).status).to.equal(200);
    }
    const typo = '{ mee { id } }';
    expect((await open.graphql(typo)).text).to.include('Did you mean');
    expect((await house.graphql(typo)).text).to.not.include('Did you mean');
    const input = { emial: 'a@example.org', password: 'x' };
    expect((await open.graphql(say.login, { input })).text).to.include('Did you mean');
    expect((await house.graphql(say.login, { input })).text).to.not.include('Did you mean');
  });

  it('shows a page to try it on outside production only', async () => {
    const looking = { method: 'GET', headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
    const page = await open.caller().send(looking);
    expect(page.status).to.equal(200);
    expect(page.headers['content-type']).to.match(/^text\/html/);
    expect((await house.caller().send(looking)).text).to.not.include('<html');
  });

  it('remembers no documents for clients that send only their digest', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'x' } };
    const { errors } = await house.caller().send({ body: { extensions } });
    expect(errors[0]?.extensions['code']).to.equal('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  it('has nothing to subscribe to', async () => {
    const { data, errors } = await house.graphql('subscription { me { id } }');
    expect([data, errors[0]?.extensions['code']]).to.deep.equal([null, 'BAD_REQUEST']);
  });
});
