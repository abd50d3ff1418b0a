import { readFileSync } from 'node:fs';
import { rm, writeFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Kind, parse, type DocumentNode } from 'graphql';
import { build, type Rollup } from 'vite';
import * as client from '../../src/client/client.js';

const most = 6 * 1024; // bytes
const folder = resolve('dist', 'bundled');
const others = ['@apollo/client', '@urql/core', 'rxjs', 'wonka', 'graphql'];

/** An application's modules as a bundler ships them, without the client library that it has anyway. */
async function bundled(source: string): Promise<{ readonly code: string; readonly imports: readonly string[] }> {
  await mkdir(folder, { recursive: true });
  const entry = join(folder, 'app.js');
  await writeFile(entry, source);
  const outside = (id: string) => others.some((name) => id === name || id.startsWith(`${name}/`));
  const made = (await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    // Not as a library: those keep their white space.
    build: {
      write: false,
      modulePreload: false,
      rollupOptions: { input: entry, external: outside, preserveEntrySignatures: 'strict' },
    },
  })) as Rollup.RollupOutput;
  const [chunk] = made.output;
  if (!chunk || chunk.type !== 'chunk') return expect.fail('nothing was bundled');
  return { code: chunk.code, imports: [...chunk.imports] };
}

const size = ({ code }: { readonly code: string }): number => gzipSync(code, { level: 9 }).length;

const contract = new Set(
  parse(readFileSync('test/contract.graphql', 'utf8')).definitions.flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(type.name.value)
      ? (type.fields ?? []).map((field) => field.name.value)
      : [],
  ),
);

function operationIn({ definitions: [operation] }: DocumentNode): string {
  const [field] = operation && 'selectionSet' in operation ? (operation.selectionSet?.selections ?? []) : [];
  return field?.kind === Kind.FIELD ? field.name.value : '';
}

describe('In a bundle, the client', function () {
  this.timeout(60_000);
  after(() => rm(folder, { recursive: true, force: true }));

  const use = (names: string) => `import * as client from 'portcullis/client';\nexport const used = [${names}];\n`;
  // What the contract with clients names, with the fragments it needs, and everything that is no document.
  const names = Object.entries<object>(client)
    .filter(([name, value]) => !/Doc(?:ument)?$/.test(name) || contract.has(operationIn(value as DocumentNode)))
    .map(([name]) => name);
  const everyDocument = `export { ${names.join(', ')} } from 'portcullis/client';\n`;

  it('adds at most 6 KB compressed with Apollo Client and every document of the contract', async () => {
    const all = await bundled(`export { portcullisLink } from 'portcullis/client/apollo';\n${everyDocument}`);
    expect(size(all)).to.be.within(1024, most);
    expect([...all.imports].sort()).to.deep.equal(['@apollo/client/link', 'rxjs']);
  });

  it('adds at most 6 KB compressed with urql and every document of the contract', async () => {
    const all = await bundled(`export { portcullisExchange } from 'portcullis/client/urql';\n${everyDocument}`);
    expect(size(all)).to.be.within(1024, most);
    expect([...all.imports].sort()).to.deep.equal(['@urql/core', 'wonka']);
  });

  it('adds at most 10 KB with every document that there is', async () => {
    const all = await bundled("export * from 'portcullis/client/urql';\nexport * from 'portcullis/client';\n");
    expect(size(all)).to.be.within(most, 10 * 1024);
  });

  it('leaves behind what nobody imports', async () => {
    const one = await bundled(use('client.MeDocument'));
    expect(one.code)
      .to.match(/[`"']Me[`"']/)
      .and.not.include('RegenerateBackupCodes');
    expect(one.code).to.not.include('SessionEndedError');
    expect(size(one)).to.be.below(700);
    expect(one.imports).to.deep.equal([]);
    expect(size(await bundled(use('')))).to.be.below(100);
  });
});
