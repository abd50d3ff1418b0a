import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as documents from '@graphql-codegen/typed-document-node';
import * as types from '@graphql-codegen/typescript-operations';
import { buildASTSchema, getNamedType, isUnionType, Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { printedNodes } from './print-nodes.js';

const folder = 'src/client';
const config = {
  useTypeImports: true,
  immutableTypes: true,
  strictScalars: true,
  // As it travels: ISO 8601.
  scalars: { DateTime: 'string', ID: 'string' },
  // A type says what its document selects and nothing more; unions select `__typename` themselves.
  skipTypename: true,
  // Whole objects, one an operation: a bundler drops what nobody imports, and repetition compresses away.
  documentMode: 'documentNode',
  optimizeDocumentNode: true,
} as const;

/** The generated files by path: types and typed documents of every operation, from schema.graphql and `operations`. */
export async function printedDocuments(): Promise<ReadonlyMap<string, string>> {
  const schema = parse(await readFile('schema.graphql', 'utf8'));
  const schemaAst = buildASTSchema(schema);
  const names = (await readdir(join(folder, 'operations'))).sort();
  const sources = await Promise.all(
    names.map(async (location) => ({
      location,
      document: parse(await readFile(join(folder, 'operations', location), 'utf8')),
    })),
  );
  const generate = (plugin: 'types' | 'documents', more: object): Promise<string> =>
    codegen({
      schema,
      schemaAst,
      documents: sources,
      filename: `${plugin}.ts`,
      config: { ...config, ...more },
      plugins: [{ [plugin]: {} }],
      pluginMap: { types, documents },
    });

  const written = await generate('types', {});
  const unions = sources.flatMap(({ document }) => unionsOf(schemaAst, document)).join('\n');
  const nodes = await generate('documents', { importOperationTypesFrom: 'Types' });
  return new Map([
    [`${folder}/operations.ts`, finished(`${written}\n${unions}`)],
    [`${folder}/documents.ts`, finished(`${imports}\n${compact(nodes)}`)],
  ]);
}

const imports = `import { all, field, name, on, spread, type } from './nodes.js';
import type * as Types from './operations.js';`;

const compact = (text: string): string =>
  text.replace(/(?<= = )\{.*\}(?= as unknown as DocumentNode<)/g, (json) => printedNodes(JSON.parse(json)));

/** The unions that mutations answer with, by the schema's name for them: `LoginResult`. */
function unionsOf(schema: GraphQLSchema, { definitions }: DocumentNode): string[] {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  return definitions.flatMap((operation) => {
    if (operation.kind !== Kind.OPERATION_DEFINITION) return [];
    const [field] = operation.selectionSet.selections;
    if (field?.kind !== Kind.FIELD) return [];
    const union = getNamedType(mutations[field.name.value]?.type);
    if (!isUnionType(union)) return [];
    return [`export type ${union.name} = ${operation.name?.value}Mutation['${field.name.value}'];`];
  });
}

/** Without what the generator keeps for itself. */
const finished = (text: string): string =>
  `// Written by \`npm run client\` from schema.graphql and the operations beside this file.\n${text}\n`
    .replace(/^\/\*\* Internal type.*\n/gm, '')
    .replace(/^export type Incremental.*\n/m, '')
    .replace(/\n{2,}/g, '\n');

/** Writes the generated files, or with `--check` fails where a committed one differs. */
async function main(check: boolean): Promise<void> {
  for (const [path, text] of await printedDocuments()) {
    if (!check) await writeFile(path, text);
    else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
      process.stderr.write(`${path} is not what the schema says: run \`npm run client\` and commit it.\n`);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));
