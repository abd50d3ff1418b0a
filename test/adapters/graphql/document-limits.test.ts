import { expect } from 'chai';
import { buildSchema, getIntrospectionQuery, isObjectType, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { DocumentLimits, most } from '../../../src/adapters/graphql/document-limits.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Which limit refuses a document; undefined where none does. */
const limitOf = (source: string): unknown => new DocumentLimits().refusalOf(source)?.extensions['limit'];

/** What the whole judgement costs where it costs most: limits, then parsing and validation as far as they are reached. */
function judged(source: string): 'refused' | 'valid' {
  if (new DocumentLimits().refusalOf(source)) return 'refused';
  try {
    return validate(schema, parse(source, { maxTokens: most.tokens })).length > 0 ? 'refused' : 'valid';
  } catch {
    return 'refused';
  }
}

function cpu(work: () => unknown): number {
  work(); // not the compiler's time
  const tries = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...tries);
}

describe('Document limits', () => {
  const login = 'login(input: { email: "a@example.org", password: "p" }) { __typename }';

  it('let everything through that a client of the whole schema could ask in earnest', () => {
    expect(judged(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }))).to.equal(
      'valid',
    );
    expect(judged(`mutation { ${login} }`)).to.equal('valid');
    const session = '{ id credential assurance mfaVerified amr authenticatedAt lastSeenAt expiresAt device current }';
    const factor = '{ id kind label enrolledAt lastUsedAt }';
    const user = `{ id email mfaEnabled factors ${factor} backupCodesLeft session ${session} sessions ${session} }`;
    expect(judged(`{ me ${user} }`)).to.equal('valid');
  });

  it('[H01] refuse a hundred guesses under a hundred names, and two as well', () => {
    const guess = (index: number): string =>
      `g${index}: verifyMfa(input: { factor: TOTP, code: "${100000 + index}" }) { __typename }`;
    expect(judged(`mutation { ${times(100, guess)} }`)).to.equal('refused');
    expect(limitOf(`mutation { ${times(20, guess)} }`)).to.equal('ONE_SECRET');
    expect(limitOf(`mutation { ${times(2, guess)} }`)).to.equal('ONE_SECRET');
    expect(limitOf(`mutation { ${times(1, guess)} }`)).to.equal(undefined);
  });

  it('[H01] find a second guess in a fragment, an inline fragment, another operation and beside another kind', () => {
    expect(limitOf(`mutation { ...A ...A } fragment A on Mutation { ${login} }`)).to.equal('ONE_SECRET');
    expect(limitOf(`mutation { ...A ... on Mutation { b: ${login} } } fragment A on Mutation { ${login} }`)).to.equal(
      'ONE_SECRET',
    );
    expect(limitOf(`mutation A { ${login} } mutation B { ${login} }`)).to.equal('ONE_SECRET');
    expect(limitOf(`mutation { ${login} verifyMfa(input: { factor: TOTP }) { __typename } }`)).to.equal('ONE_SECRET');
    expect(
      limitOf(`mutation { ...A } fragment A on Mutation { ...B ...B } fragment B on Mutation { ${login} }`),
    ).to.equal('ONE_SECRET');
    expect(limitOf(`mutation { ... on Mutation @skip(if: true) { a: ${login} } b: ${login} }`)).to.equal('ONE_SECRET');
  });

  it('[H07] allow one costly mutation a document, whatever it costs', () => {
    const costly = [
      'register(input: { email: "a", password: "b" })',
      'regenerateBackupCodes',
      'enrolTotp',
      'stepUp(input: {})',
    ];
    for (const field of costly) {
      expect(limitOf(`mutation { ${field} { __typename } }`), field).to.equal(undefined);
      expect(limitOf(`mutation { a: ${field} { __typename } b: ${field} { __typename } }`), field).to.equal(
        'ONE_SECRET',
      );
    }
    expect(limitOf(`{ me { ${times(6, (n) => `s${n}: sessions { id }`)} } }`)).to.equal('COST');
    expect(limitOf(`mutation { ${times(12, (n) => `l${n}: logout { sessionsEnded }`)} }`)).to.equal('COST');
  });

  it('[H04] refuse documents that are deep, wide or go round in a circle', () => {
    expect(limitOf(`{ ${'me { '.repeat(16)} id ${'} '.repeat(16)} }`)).to.equal('DEPTH');
    expect(judged(`{ ${'me { '.repeat(1000)} id ${'} '.repeat(1000)} }`)).to.equal('refused');
    expect(limitOf(`{ me { ${'id '.repeat(300)} } }`)).to.equal('COST');
    expect(limitOf(`{ me { ${times(21, (n) => `a${n}: id`)} } }`)).to.equal('ALIASES');
    expect(limitOf('{ me { ...A } } fragment A on User { ...B } fragment B on User { id ...A }')).to.equal('DEPTH');
    expect(limitOf('{ me { id } } fragment A on User { ...A }')).to.equal('DEPTH');
    expect(limitOf(`{ me { id } } fragment A on User { ${'id '.repeat(300)} }`)).to.equal('COST');
    expect(
      limitOf(`{ me { id } } fragment A on User { ${'id '.repeat(300)} } fragment A on User { id }`),
      'under a name that stands for another too',
    ).to.equal('COST');
    expect(limitOf(`{ me { id } } ${times(31, (n) => `fragment F${n} on User { id }`)}`)).to.equal('FRAGMENTS');
  });

  it('[H05] judge a bomb in less than 50 ms of CPU', () => {
    const doubling = times(25, (n) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`);
    const bombs = {
      'ten thousand times the same field': `{ me { ${'id '.repeat(10_000)} } }`,
      'as many as tokens allow': `{ me { ${'id '.repeat(990)} } }`,
      'as many as the cost allows': `{ me { ${'id '.repeat(240)} } }`,
      'the same object again and again': `{ ${'me { id } '.repeat(120)} }`,
      'objects in objects': `{ ${'me { session { id } } '.repeat(80)} }`,
      'inline fragments 200 deep, 100 times': `{ me { ${times(100, () => '... { '.repeat(200) + 'id' + ' }'.repeat(200))} } }`,
      'inline fragments as deep as tokens allow': `{ me { ${'... { '.repeat(240)} id ${'} '.repeat(240)} } }`,
      'a chain of fragments': `{ me { ...F0 } } ${times(29, (n) => `fragment F${n} on User { id email ...F${n + 1} }`)} fragment F29 on User { id }`,
      'fragments that double': `{ me { ...F0 } } ${doubling} fragment F25 on User { id }`,
      'fragments in pairs': `{ me { ${times(30, (n) => `...F${n}`)} } } ${times(30, (n) => `fragment F${n} on User { id email backupCodesLeft }`)}`,
      'names nobody knows': `{ me { ${times(240, (n) => `unheard${n}`)} } }`,
      'arguments nobody knows': `mutation { login(${times(300, (n) => `inpu${n}: 1`)}) { __typename } }`,
      'variables nobody uses': `query (${times(190, (n) => `$v${n}: Int`)}) { me { id } }`,
      directives: `{ me { id ${'@skip(if: true) '.repeat(150)} } }`,
      'a comment of 30 KiB': `# ${'x'.repeat(30_000)}\n{ me { id } }`,
      brackets: '{'.repeat(30_000),
    };
    for (const [name, source] of Object.entries(bombs))
      expect(
        cpu(() => judged(source)),
        name,
      ).to.be.lessThan(50);
  });

  it('remember what passed, and only that', () => {
    const limits = new DocumentLimits();
    for (let n = 0; n < 2000; n += 1) expect(limits.refusalOf(`{ me { a${n}: id } }`)).to.equal(undefined);
    expect(limits.refusalOf('{ me { ...A } } fragment A on User { ...A }')).to.not.equal(undefined);
    expect(limits.refusalOf('{ me { ...A } } fragment A on User { ...A }')).to.not.equal(undefined);
  });

  it('leave what is no document to the parser', () => {
    for (const source of ['', '{', 'me', '\0', '{ me { "id" } }']) expect(limitOf(source)).to.equal(undefined);
  });

  it('price by names that mean one field each', () => {
    const roots = new Set(['Query', 'Mutation']);
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || roots.has(type.name)) continue;
      expect(
        mutations.filter((name) => name in type.getFields()),
        type.name,
      ).to.deep.equal([]);
    }
  });
});
