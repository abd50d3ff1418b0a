import { rm, writeFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
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

describe('In a bundle, the client', function () {
  this.timeout(60_000);
  after(() => rm(folder, { recursive: true, force: true }));

  const use = (names: string) => `import * as client from 'portcullis/client';\nexport const used = [${names}];\n`;
  // What an application for people can use. Documents about machines, bypasses and administration are for an operator's tools.
  const names = Object.keys(client).filter(
    (name) => !/Machine|ServiceAccount|Bypass|AuditLog|MfaUsage|Role|Happened/.test(name),
  );
  const everyDocument = `export { ${names.join(', ')} } from 'portcullis/client';\n`;

  it('adds at most 6 KB compressed with Apollo Client and every document for people', async () => {
    const all = await bundled(`export { portcullisLink } from 'portcullis/client/apollo';\n${everyDocument}`);
    expect(size(all)).to.be.within(1024, most);
    expect([...all.imports].sort()).to.deep.equal(['@apollo/client/link', 'rxjs']);
  });

  it('adds at most 6 KB compressed with urql and every document for people', async () => {
    const all = await bundled(`export { portcullisExchange } from 'portcullis/client/urql';\n${everyDocument}`);
    expect(size(all)).to.be.within(1024, most);
    expect([...all.imports].sort()).to.deep.equal(['@urql/core', 'wonka']);
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
