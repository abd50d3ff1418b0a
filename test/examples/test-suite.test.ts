import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { project } from '../support/package.js';

const run = promisify(execFile);

describe('The example test suite', () => {
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    folder = await project('examples/test-suite', ['mocha', 'typescript', '@types/mocha', '@types/node']);
  });
  const node = async (...program: readonly string[]): Promise<string> => {
    const [name = '', ...rest] = program;
    const given = [join(folder, 'node_modules', name), ...rest];
    // What a program says of its failure is on its standard output.
    // In colours the words would not be found again.
    const { CI: _, ...env } = process.env;
    return run(process.execPath, given, { cwd: folder, env }).then(
      ({ stdout }) => stdout,
      (failed: { readonly stdout: string; readonly stderr: string }) => expect.fail(failed.stdout + failed.stderr),
    );
  };

  it('compiles against the declarations of the packed package, and passes with nothing else', async function () {
    this.timeout(120_000);
    await node('typescript/bin/tsc');
    const said = await node('mocha/bin/mocha.js');
    expect(said).to.include('✔ tell the owner of an account that a backup code was used');
    expect(said).to.include('✔ spends the same effort on nobody');
    expect(said)
      .to.match(/14 passing/)
      .and.not.match(/failing|pending/);
  });
});
