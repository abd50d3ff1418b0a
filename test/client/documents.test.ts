import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { buildSchema, isUnionType, Kind, parse, validate, visit, type DocumentNode, type FieldNode } from 'graphql';
import * as client from '../../src/client/client.js';
import { printedDocuments } from '../../src/client/print-documents.js';
import { documentOf, type Steps } from '../../src/client/steps.js';
import { DocumentLimits } from '../../src/adapters/graphql/document-limits.js';
import { print } from 'graphql';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const documents = Object.entries(client).filter(([name]) => name.endsWith('Document')) as [string, DocumentNode][];
const own: readonly (keyof Steps)[] = ['refreshSession', 'stepUp', 'verifyMfa', 'logout'];

/** The fields that a document asks of each member of the union that its field answers with. */
function asked(document: DocumentNode): Readonly<Record<string, readonly string[]>> {
  const members: Record<string, string[]> = {};
  visit(document, {
    InlineFragment: ({ typeCondition, selectionSet }) => {
      members[typeCondition?.name.value ?? ''] = selectionSet.selections.flatMap((each) =>
        each.kind === Kind.FRAGMENT_SPREAD ? fieldsOf(document, each.name.value) : [(each as FieldNode).name.value],
      );
      return false;
    },
  });
  return members;
}

const fieldsOf = (document: DocumentNode, fragment: string): string[] =>
  document.definitions.flatMap((each) =>
    each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === fragment
      ? each.selectionSet.selections.map((field) => (field as FieldNode).name.value)
      : [],
  );

describe('The documents of the client', () => {
  it('are committed as the schema and the operations say them', async () => {
    for (const [path, text] of await printedDocuments()) {
      expect(readFileSync(path, 'utf8') === text, `${path}: run \`npm run client\``).to.equal(true);
    }
  });

  it('hold every operation of the schema, and every member of what it answers with', () => {
    const served = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(served.length).to.be.at.least(14);
    for (const field of served) {
      const found = documents.find(([, document]) => print(document).includes(`{\n  ${field.name}`));
      const union = 'ofType' in field.type ? field.type.ofType : field.type;
      if (!found) expect.fail(`${field.name} has no document`);
      if (!isUnionType(union)) continue;
      const members = union.getTypes().map(({ name }) => name);
      expect(Object.keys(asked(found[1])), field.name).to.have.members(members);
    }
  });

  it('are valid, and within what one document may hold', () => {
    const limits = new DocumentLimits();
    for (const [name, document] of documents) {
      expect(validate(schema, document), name).to.deep.equal([]);
      expect(limits.refusalOf(print(document)), name).to.equal(undefined);
    }
  });

  it('ask for what their types say where the client sends them itself', () => {
    for (const step of own) {
      const document = parse(documentOf(step));
      expect(validate(schema, document), step).to.deep.equal([]);
      const published = documents.find(([name]) => name.toLowerCase() === `${step}document`.toLowerCase());
      const { Authenticated: slim, ...rest } = asked(document);
      const { Authenticated: full, ...theirs } = asked(published?.[1] ?? expect.fail(step));
      expect(rest, step).to.deep.equal(theirs);
      if (full) expect(full).to.include.members([...(slim ?? [])]);
    }
  });
});
