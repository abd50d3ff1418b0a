import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './schema.js';

/** The schema as text, the same for the same code whatever order its files were loaded in. */
export function printedSchema(): string {
  const nobody = {
    get: (): never => {
      throw new Error('Printing a schema resolves nothing');
    },
  };
  return `${printSchema(lexicographicSortSchema(buildSchema(nobody)))}\n`;
}

/** Writes schema.graphql, or with `--check` fails where the committed one differs. */
async function main(file: string, check: boolean): Promise<void> {
  const printed = printedSchema();
  if (!check) return writeFile(file, printed);
  if ((await readFile(file, 'utf8').catch(() => '')) === printed) return;
  process.stderr.write('schema.graphql is not what the code says: run `npm run schema` and commit it.\n');
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main('schema.graphql', process.argv.includes('--check'));
}
