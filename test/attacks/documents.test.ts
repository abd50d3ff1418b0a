import { expect } from 'chai';
import { Besieged, type Owner } from '../support/besieged.js';
import * as say from '../support/operations.js';
import { password } from '../support/visitor.js';

const quick = 1000; // milliseconds for one refusal, with the way there and back, on a busy machine

describe('Hostile GraphQL documents at the real door', function () {
  this.timeout(30_000);
  let house: Besieged;
  let ada: Owner;
  before(async () => {
    house = await Besieged.begin({ NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com' });
    ada = await house.owner('ada@example.org');
  });
  after(() => house.end());

  const send = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const began = performance.now();
    const answer = await fetch(`${house.running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await answer.text();
    return { status: answer.status, text, ms: performance.now() - began };
  };
  const document = (query: string, more: object = {}) => send(JSON.stringify({ query, ...more }));
  /** Refused as a whole, soon, and nothing of it was carried out. */
  const isRefused = async (...documents: readonly string[]) => {
    const before = await house.running.facts();
    for (const query of documents) {
      const { status, text, ms } = await document(query);
      expect(status, `${query.slice(0, 80)}: ${text.slice(0, 200)}`).to.be.oneOf([400, 413]);
      expect(text).not.to.include('"data"');
      expect(ms, query.slice(0, 80)).to.be.below(quick);
    }
    expect(await house.running.facts()).to.have.length(before.length);
  };
  const times = (count: number, each: (index: number) => string) =>
    Array.from({ length: count }, (_, at) => each(at)).join(' ');

  it('[H01] a document of many guesses is refused as a whole, and none of them is judged', async () => {
    const challengeToken = (await house.visitor(ada.email).logIn())['challengeToken'] as string;
    const guess = (at: number) =>
      `g${at}: verifyMfa(input: { challengeToken: "${challengeToken}", factor: TOTP, code: "${String(at).padStart(6, '0')}" }) { __typename }`;
    const short = (at: number) => `g${at}: verifyMfa(input: { factor: TOTP, code: "${at}" }) { __typename }`;
    await isRefused(
      `mutation { ${times(100, guess)} }`,
      `mutation { ${times(100, short)} }`,
      `mutation { ${times(2, guess)} }`,
      `mutation { ${guess(1)} ...F } fragment F on Mutation { ${guess(2)} }`,
      `mutation { ... { ${guess(1)} } ... on Mutation { ${guess(2)} } }`,
      `mutation { ${guess(1)} login(input: { email: "a@b.c", password: "x" }) { __typename } }`,
      `mutation A { ${guess(1)} } mutation B { ${guess(2)} }`,
      `mutation { ...F ...G } fragment F on Mutation { ${guess(1)} } fragment G on Mutation { ${guess(2)} }`,
      `mutation { ${guess(1)} g2: confirmTotp(input: { code: "000000" }) { __typename } }`,
    );
    const one = await document(`mutation { ${guess(1)} }`);
    expect(one.text).to.include('InvalidCode');
  });

  it('[H02] a batch is refused', async () => {
    const before = await house.running.facts();
    const guess = { query: 'mutation { logout { sessionsEnded } }' };
    const batches = [
      Array.from({ length: 100 }, () => guess),
      [guess],
      [],
      [[guess]],
      { 0: guess },
      { query: [guess.query] },
    ];
    for (const batch of batches) {
      const { status, text } = await send(JSON.stringify(batch));
      expect(status, text).to.equal(400);
      expect(text).not.to.include('sessionsEnded');
    }
    expect(await house.running.facts()).to.have.length(before.length);
  });

  it('[H04] deep, wide and circular documents are refused before anything runs', async () => {
    await isRefused(
      `${'{ me '.repeat(1000)}{ id }${' }'.repeat(1000)}`,
      `{ me { ${'session { '.repeat(20)} id ${'} '.repeat(20)} } }`,
      `{ me { ${'... { '.repeat(1000)} id ${'} '.repeat(1000)} } }`,
      '{ me { ...A } } fragment A on User { id ...A }',
      '{ me { ...A } } fragment A on User { ...B } fragment B on User { ...C } fragment C on User { ...A }',
      `{ me { ${times(2000, (at) => `a${at}: id`)} } }`,
      `{ me { ...F0 } } ${times(40, (at) => `fragment F${at} on User { ...F${at + 1} ...F${at + 1} }`)} fragment F40 on User { id }`,
      `query (${times(900, (at) => `$v${at}: Int`)}) { me { id } }`,
      `{ me { id ${'@skip(if: false) '.repeat(300)} } }`,
      `mutation { login(input: ${'{ a: '.repeat(900)}1${' }'.repeat(900)}) { __typename } }`,
      `mutation { login(input: ${'['.repeat(5000)}${']'.repeat(5000)}) { __typename } }`,
    );
  });

  it('[H05] bombs for the validator are refused by their size first', async () => {
    await isRefused(
      `{ ${'me { id } '.repeat(2500)} }`,
      `{ me { ${'id '.repeat(9000)} } }`,
      `{ me { ${times(200, () => `... on User { ${'id '.repeat(40)} }`)} } }`,
      `{ me { ${times(40, (at) => `...F${at}`)} } } ${times(40, (at) => `fragment F${at} on User { ${times(20, (other) => `x${other}: id`)} }`)}`,
      `{ me { ${times(100, (at) => `... on User { session { a: id b: ${at % 2 ? 'credential' : 'amr'} } }`)} } }`,
    );
  });

  it('[H07] costly fields are not multiplied by their names', async () => {
    const register = (at: number) =>
      `r${at}: register(input: { email: "r${at}@example.org", password: "${password}" }) { __typename }`;
    await isRefused(
      `mutation { ${times(2, register)} }`,
      `mutation { ${times(2, (at) => `e${at}: enrolTotp { __typename }`)} }`,
      `mutation { ${times(2, (at) => `b${at}: regenerateBackupCodes { __typename }`)} }`,
      `{ ${times(6, (at) => `m${at}: me { sessions { id } }`)} }`,
      `{ me { ${times(6, (at) => `s${at}: sessions { id }`)} } }`,
    );
  });

  it('[H08] shows nothing of its schema in production, and helps nobody to guess a name', async () => {
    await isRefused(
      '{ __schema { types { name } } }',
      '{ __type(name: "User") { fields { name } } }',
      '{ mee { id } }',
    );
    for (const query of [
      '{ mee { id } }',
      '{ me { emial } }',
      'mutation { logn { __typename } }',
      'mutation { login(inptu: 1) { __typename } }',
      '{ me { ... on Usr { id } } }',
      'mutation { verifyMfa(input: { factor: TOPT }) { __typename } }',
    ]) {
      expect((await document(query)).text, query).not.to.match(/did you mean|suggest|"me"|"email"|"login"|"TOTP"/i);
    }
    const page = await fetch(`${house.running.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).to.equal(405);
  });

  it('[H10] huge variables and endless lists are refused', async () => {
    const huge = await send(
      JSON.stringify({ query: say.login, variables: { input: { email: 'a'.repeat(2 ** 20), password } } }),
    );
    expect(huge.status).to.equal(413);
    const endless = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(2 ** 16).fill(0x20)),
    });
    const status = await fetch(`${house.running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
      signal: AbortSignal.timeout(10_000),
    } as RequestInit).then(
      (answer) => answer.status,
      (problem: Error) => problem.name,
    );
    expect(status).to.be.oneOf([413, 'TypeError']);
    for (const email of [Array(10_000).fill(1), Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [at, 1]))]) {
      const { status: refused, text } = await document(say.login, { variables: { input: { email, password } } });
      expect([refused, text.length < 1000]).to.deep.equal([400, true]);
    }
  });

  it('[H11] ids of somebody else are unknown ones', async () => {
    const grace = await house.owner('grace@example.org');
    const theirs = (await grace.visitor.me()) as {
      id: string;
      session: { id: string };
      factors: { id: string }[];
    } | null;
    const unknown = '01920000-0000-7000-8000-000000000000';
    const { visitor } = ada;
    const answers = async (operation: string, ids: readonly (string | undefined)[]) =>
      Promise.all(ids.map(async (id) => JSON.stringify(await visitor.one(operation, { id }))));
    const sessions = await answers(say.revokeSession, [theirs?.session.id, unknown, theirs?.id, '', '%', 'null']);
    expect(new Set(sessions).size).to.equal(1);
    expect(sessions[0]).to.include('SessionNotFound');
    const factors = await answers(say.removeFactor, [theirs?.factors[0]?.id, unknown, theirs?.id, '', '__proto__']);
    expect(new Set(factors).size).to.equal(1);
    expect(factors[0]).to.include('FactorNotFound');
    expect(await grace.visitor.me()).to.deep.include({ mfaEnabled: true });
    // No argument names another user, and no header does.
    for (const headers of [{ 'x-user-id': theirs?.id ?? '' }, { 'x-forwarded-user': grace.email }]) {
      expect(await house.visitor('', 'TOKEN', headers).me()).to.equal(null);
    }
  });

  it('[H13] after a logout the rest of its document is signed out', async () => {
    const grace = await house.owner('helen@example.org', 'COOKIE');
    const query = `mutation { logout { sessionsEnded } a: disableMfa { __typename }
      b: stepUp(input: { assurance: AAL1, password: "${password}" }) { __typename } c: logout(input: { everywhere: true }) { sessionsEnded } }`;
    const { data } = await grace.visitor.ask(query);
    expect(data).to.deep.equal({
      logout: { sessionsEnded: 1 },
      a: { __typename: 'SessionEnded' },
      b: { __typename: 'SessionEnded' },
      c: { sessionsEnded: 0 },
    });
    expect((await house.visitor(grace.email).logIn()).__typename).to.equal('MfaRequired');
  });
});
