import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const home = process.cwd();
let packing: Promise<string> | undefined;

/** The package as it would be published, packed once for all tests. Resolves with the path of the tarball. */
export function tarball(): Promise<string> {
  packing ??= (async () => {
    const folder = await place('portcullis-packed-');
    // What is packed is what was built and is being tested: no script builds it again.
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: home });
    const [packed] = await readdir(folder);
    if (!packed) throw new Error('npm packed nothing');
    return join(folder, packed);
  })();
  return packing;
}

/**
 * An example as somebody else would have it: copied to a folder of its own, with the package unpacked from its tarball
 * beside the packages that it names as its dependencies, and `tools`. Resolves with the folder.
 */
export async function project(example: string, tools: readonly string[]): Promise<string> {
  const folder = await place('portcullis-project-');
  const built = /(^|[\\/])(dist|node_modules)$/;
  await cp(join(home, example), folder, { recursive: true, filter: (from) => !built.test(from) });
  const own = join(folder, 'node_modules', 'portcullis');
  await mkdir(own, { recursive: true });
  await run('tar', ['-xzf', await tarball(), '-C', own, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of [...Object.keys(dependencies), ...tools]) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(home, 'node_modules', name), link, 'junction');
  }
  return folder;
}

/** Gone when the tests are over. */
async function place(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
