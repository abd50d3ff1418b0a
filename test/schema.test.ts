import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  buildSchema as parseSchema,
  graphqlSync,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  validateSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { printedSchema } from '../src/adapters/graphql/print-schema.js';

const committed = readFileSync('schema.graphql', 'utf8');
const contract = parseSchema(readFileSync('test/contract.graphql', 'utf8'));

/** Everything a client can rely on, one line each, such as `LoginInput.credential: CredentialKind! = "token"`. */
function promises(schema: GraphQLSchema): Set<string> {
  const named = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
  return new Set(named.flatMap(linesOf));
}

function linesOf(type: GraphQLNamedType): string[] {
  const { name } = type;
  if (isScalarType(type)) return [`scalar ${name}`];
  if (isEnumType(type)) return [`enum ${name}`, ...type.getValues().map((value) => `${name}.${value.name}`)];
  if (isUnionType(type)) return [`union ${name} = ${members(type.getTypes())}`];
  if (isInputObjectType(type)) return [`input ${name}`, ...Object.values(type.getFields()).map((f) => given(name, f))];
  if (isObjectType(type)) return [`type ${name}`, ...Object.values(type.getFields()).flatMap((f) => answered(name, f))];
  throw new Error(`The contract knows no ${name}`);
}

const members = (types: readonly GraphQLNamedType[]): string =>
  types
    .map((type) => type.name)
    .sort()
    .join(' | ');

const answered = (owner: string, field: GraphQLField<unknown, unknown>): string[] => [
  `${owner}.${field.name}: ${String(field.type)}`,
  ...field.args.map((argument) => given(`${owner}.${field.name}`, argument)),
];

// The contract's enum values have no inner words, so defaults are compared as they are written in a schema.
function given(owner: string, { name, type, defaultValue }: GraphQLInputField | GraphQLArgument): string {
  const written = defaultValue === undefined ? '' : ` = ${String(defaultValue)}`;
  return `${owner}(${name}: ${String(type)}${written})`;
}

describe('The schema', () => {
  it('is committed as the code says it', () => {
    expect(printedSchema()).to.equal(committed);
  });

  it('is valid and answers introspection', () => {
    const schema = parseSchema(committed);
    expect(validateSchema(schema)).to.deep.equal([]);
    expect(graphqlSync({ schema, source: getIntrospectionQuery() }).errors).to.equal(undefined);
  });

  it('holds the contract of its clients: every type, field, argument, default, value and nullability', () => {
    const kept = promises(parseSchema(committed));
    expect([...promises(contract)].filter((line) => !kept.has(line))).to.deep.equal([]);
  });

  it('would notice a promise that is not kept', () => {
    const broken = (from: string, to: string): number => {
      const text = committed.replace(from, to);
      expect(text).to.not.equal(committed);
      const kept = promises(parseSchema(text));
      return [...promises(contract)].filter((line) => !kept.has(line)).length;
    };
    expect(broken('attemptsLeft: Int!', 'attemptsLeft: Int')).to.be.greaterThan(0);
    expect(broken('credential: CredentialKind! = TOKEN', 'credential: CredentialKind! = COOKIE')).to.equal(1);
    expect(broken('retryAt: DateTime', 'retryAt: String')).to.equal(1);
    expect(broken('  BACKUP_CODE\n', '  BACKUP\n')).to.equal(1);
    expect(broken('union ConfirmAddressResult = AddressConfirmed |', 'union ConfirmAddressResult =')).to.equal(1);
    expect(broken('input: LogoutInput)', 'input: LogoutInput!)')).to.equal(1);
  });

  it('asks of clients nothing that the contract does not know', () => {
    const known = contract.getTypeMap();
    for (const type of Object.values(parseSchema(committed).getTypeMap())) {
      if (!isInputObjectType(type)) continue;
      const old = known[type.name];
      // What only newer operations take is asked of nobody who knows none of them.
      if (!isInputObjectType(old)) continue;
      const required = Object.values(type.getFields()).filter(
        (f) => String(f.type).endsWith('!') && f.defaultValue === undefined,
      );
      for (const field of required) expect(field.name in old.getFields(), `${type.name}.${field.name}`).to.equal(true);
    }
  });

  it('describes every operation', () => {
    const schema = lexicographicSortSchema(parseSchema(committed));
    const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(operations).to.have.length(55);
    for (const { name, description } of operations) expect(description, name).to.be.a('string');
  });
});
