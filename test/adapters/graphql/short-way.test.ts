import { expect } from 'chai';
import { aWorld, type World } from '../../../src/testing/world.js';

const query = 'query Me { me { id } }';
const two = 'query One { me { id } } query Two { __typename }';
const bodies: readonly unknown[] = [
  { query },
  { query: '{ __typename }', variables: null, operationName: null },
  { query: 'query Named($a: Boolean = true) { __typename @include(if: $a) }', variables: { a: false } },
  { query: 'query Named($a: Boolean!) { __typename @include(if: $a) }', variables: { a: 'yes' } },
  { query: 'query Named($a: Boolean!) { __typename @include(if: $a) }' },
  { query, variables: [] },
  { query, variables: 'none' },
  { query, variables: 0 },
  { query: two, operationName: 'Two' },
  { query: two, operationName: 'Three' },
  { query: two, operationName: '' },
  { query: two, operationName: 2 },
  { query: two },
  { query, extensions: {} },
  { query, extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
  { query, id: '1' },
  { query: '' },
  { query: '{' },
  { query: '{ nothing }' },
  { query: 'subscription { __typename }' },
  { query: 'fragment Me on User { id }' },
  { query: 7 },
  { variables: {} },
  {},
  [],
  [{ query }],
  null,
  'query',
];

describe('A GraphQL request that goes straight to its operation', () => {
  let house: World;
  before(async () => {
    house = await aWorld();
  });
  after(() => house.close());

  let asked = 0;
  const ask = async (accept: string, body: unknown, type = 'application/json') => {
    const answer = await house.caller().send({ headers: { accept, 'content-type': type }, body });
    const text = answer.text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":"…"');
    return { status: answer.status, headers: answer.headers, text };
  };
  /** Nobody has sent such an `Accept` before, so Apollo is asked what it thinks of it. */
  const theLongWay = (accept: string): string => `${accept}, text/x-${(asked += 1)};q=0.1`;

  for (const accept of ['application/json', '*/*', 'application/graphql-response+json, application/json;q=0.9']) {
    it(`is answered as all others are: ${accept}`, async () => {
      await ask(accept, { query });
      for (const body of bodies) {
        const answer = await ask(accept, body);
        expect(answer, JSON.stringify(body)).to.deep.equal(await ask(theLongWay(accept), body));
        expect(answer.text.includes('"requestId"'), answer.text).to.equal(answer.text.includes('"errors"'));
      }
    });
  }

  it('is answered alike after more kinds of requests than are remembered', async () => {
    const first = await ask('application/json', { query });
    for (let each = 0; each < 120; each++) await ask(theLongWay('application/json'), { query });
    expect(await ask('application/json', { query })).to.deep.equal(first);
    expect(await ask('application/json', { query })).to.deep.equal(first);
  });

  it('is none that asks for what there is not', async () => {
    for (let time = 0; time < 2; time++) expect((await ask('text/html', { query })).status).to.equal(406);
  });

  it('is none that a foreign page could send without asking', async () => {
    await ask('application/json', { query });
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
      expect((await ask('application/json', { query }, type)).status, type).to.equal(400);
    }
  });
});
