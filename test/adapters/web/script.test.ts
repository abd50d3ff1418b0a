import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

describe('The script of the pages', () => {
  it('is sound to the compiler, as everything else is', async () => {
    const tsc = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
    const strict = ['--ignoreConfig', '--noEmit', '--allowJs', '--checkJs', '--strict', '--noUncheckedIndexedAccess'];
    const browser = ['--target', 'es2024', '--lib', 'es2024,dom,dom.iterable', '--types', ''];
    await promisify(execFile)(process.execPath, [tsc, ...strict, ...browser, 'src/adapters/web/pages.js']);
  });
});
